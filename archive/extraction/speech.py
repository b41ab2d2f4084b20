"""The words of attribution: verbs that report, nouns that speak, agencies of the world. Data, no code but sets."""

from .vocabulary import word_set

# Verbs that report what somebody said, in the forms that newspapers use.
REPORTING = word_set(
    """
    said says say saying told tells tell announced announces announce claimed claims claim denied denies deny
    confirmed confirms confirm insisted insists insist added adds explained explains argued argues warned warns
    warn urged urges urge admitted admits acknowledged acknowledges declared declares stated states tweeted
    tweets wrote writes reported reports report vowed vows vow pledged pledges pledge promised promises promise
    accused accuses accuse blamed blames blame condemned condemns condemn criticised criticized criticises
    criticizes rejected rejects reject disputed disputes complained complains recalled recalls estimated
    estimates estimate predicted predicts predict demanded demands demand spoke speaks speak spoken described
    describes describe counted counts count defended defends proclaimed denounced denounces noted notes
    suggested suggests testified conceded concedes cautioned replied responded asserted asserts maintained
    maintains maintain believes believe believed reckon reckons reckoned thought quoted alleged alleges remarked
    commented quipped contended contends disclosed revealed reveals boasted pleaded pleads learned learnt named
    names raised published welcomed welcomes regarded called calls call noticed painted pointed hailed lamented
    stressed emphasised emphasized reiterated repeated joked concluded affirmed expected fears feared hopes
    hoped appealed proposed apologised apologized released show shows showed observed watched advised advises
    advise signalled signaled ruled insinuated informed briefed put puts gave give gives made
    """
)
# Of those, the ones that report by themselves whoever their subject is.
STRONG = word_set(
    """
    said says say told tells tell announced announces claimed claims claim denied denies deny confirmed confirms
    insisted insists insist added adds explained argued argues warned warns urged urges admitted admits
    acknowledged declared stated tweeted wrote writes reported reports vowed pledged promised promises accused
    blamed condemned criticised criticized rejected disputed complained recalled estimated predicted demanded
    noted testified conceded cautioned replied quoted alleged asserted
    """
)
# What must follow where the verb alone says too little.
COMPLEMENTS: dict[str, str] = {
    verb: complement
    for verbs, complement in {
        "put puts": r"the\s+(?:\w+\s+)?(?:number|toll|traffic|figure|cost|count|total|dead|price|value|losses)\b",
        "spoke speaks speak spoken": r"(?:of\b|on\s+(?:the\s+)?condition\b|about\b)",
        "gave give gives": r"(?:a|the)\s+(?:figure|toll|number|different|traffic|account|count)\b",
        "thought": r"(?:that|the)\b",
        "pointed": r"(?:to|out)\b",
        "called calls": r"(?!(?:in|off|up)\b)",
        "painted": r"(?:a|another)\b",
        "raised": r"(?:that|the|its)\b",
        "named": r"(?:the|[a-z0-9]+)\b",
        "made": r"(?:no\s+secret|clear|it\s+clear)\b",
        "expected feared hoped believed": r"(?!to\b)",
        "show shows showed": r"(?:that|how|an?|\d+)\b",
        "released": r"(?:that|(?:an?|the|its|new)\s+(?:statement|names|figures|numbers|list|toll))\b",
        "published observed watched noticed": r"(?!up\b)",
        "pleads pleaded": r"(?:for|with|that)\b",
        "urged urges": r"(?!to\b)",
    }.items()
    for verb in verbs.split()
}

# Nouns that speak. Plurals are made by code where they are regular.
PEOPLE = word_set(
    """
    official officer spokesman spokeswoman spokesperson spokesmen minister president governor mayor general
    colonel commander sergeant soldier guard fighter insurgent militant rebel resident villager witness survivor
    elder driver trader shopkeeper shopper teacher student pupil doctor nurse pharmacist farmer worker mechanic
    clerk agent economist analyst expert consultant diplomat envoy ambassador lawmaker legislator senator
    congressman councillor councilman member aide adviser advisor source authority police prosecutor
    investigator lawyer attorney judge man woman men women mother father brother sister son daughter boy girl
    child cousin uncle aunt wife husband widow veteran merchant baker tailor colleague neighbour neighbor
    relative parent local refugee migrant activist protester campaigner critic opponent supporter executive
    chief chairman chairwoman head director manager owner founder secretary premier chancellor king queen prince
    princess pope bishop priest imam cleric mullah rabbi pastor scientist researcher professor scholar historian
    author writer journalist reporter correspondent editor photographer engineer pilot captain sailor major
    lieutenant admiral marine medic paramedic firefighter hauler haulier businessman businessmen businesswoman
    broker banker investor buyer seller dealer vendor retailer manufacturer producer customer consumer passenger
    tourist traveller traveler player coach trainer referee athlete candidate deputy leader politician
    republican democrat conservative negotiator mediator monitor inspector detective sheriff translator
    interpreter keeper watchman caretaker janitor fisherman shepherd herder miner sergeant recruit deserter
    prisoner detainee fugitive townspeople people staff team listener reader viewer voter citizen observer
    delegate delegation representative convoy freightman porter merchant mechanic carpenter builder butcher
    waiter cook caretaker volunteer colleague someone somebody onlooker bystander patient victim suspect
    defendant plaintiff juror barrister solicitor contractor supplier operator administrator commissioner
    superintendent constable warden ranger
    """
)
INSTITUTIONS = word_set(
    """
    government ministry department agency embassy consulate army military navy command committee council
    parliament party movement group organisation organization company firm bank university hospital chamber
    office administration television media newspaper paper magazine broadcaster radio report statement union
    court commission board federation association institute foundation charity side report reports palace
    kremlin pentagon service record statistic estimate figure document study survey poll network channel website
    site bureau regime junta coalition alliance opposition presidency cabinet senate congress panel tribunal
    airline operator manufacturer carmaker club league data letter communique release announcement
    """
)

# Agencies that any newsroom takes reports from, by what they are called; an archive's own agencies are added.
AGENCIES: dict[str, str] = {
    "Associated Press": "Associated Press", "AP": "Associated Press", "Reuters": "Reuters",
    "Thomson Reuters": "Reuters", "Agence France-Presse": "Agence France-Presse", "AFP": "Agence France-Presse",
    "Agence France Presse": "Agence France-Presse", "United Press International": "United Press International",
    "UPI": "United Press International", "Deutsche Presse-Agentur": "dpa", "dpa": "dpa", "DPA": "dpa",
    "Xinhua": "Xinhua", "TASS": "TASS", "Itar-Tass": "TASS", "ITAR-TASS": "TASS", "Interfax": "Interfax",
    "RIA Novosti": "RIA Novosti", "EFE": "EFE", "ANSA": "ANSA", "Kyodo": "Kyodo", "Kyodo News": "Kyodo",
    "Yonhap": "Yonhap", "Press Association": "Press Association", "PA Media": "Press Association",
    "Press Trust of India": "Press Trust of India", "PTI": "Press Trust of India", "IANS": "IANS",
    "Asian News International": "Asian News International", "ANI": "Asian News International",
    "Anadolu Agency": "Anadolu Agency", "Canadian Press": "Canadian Press", "The Canadian Press": "Canadian Press",
    "Australian Associated Press": "Australian Associated Press", "AAP": "Australian Associated Press",
    "Tribune News Service": "Tribune News Service", "Bloomberg News": "Bloomberg", "Bloomberg": "Bloomberg",
    "IRNA": "IRNA", "KUNA": "KUNA", "Tolo News": "Tolo News", "Pajhwok": "Pajhwok",
    "Pajhwok Afghan News": "Pajhwok", "Dow Jones Newswires": "Dow Jones Newswires", "Antara": "Antara",
}  # fmt: skip
