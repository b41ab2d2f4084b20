"""Words that tell what kind of name stands beside or inside them. Data, no code but sets."""


def word_set(words: str) -> frozenset[str]:
    """The words between blanks."""
    return frozenset(words.split())


COURTESIES = frozenset(["Mr", "Mrs", "Ms", "Dr"])
HONORIFICS = word_set(
    """
    Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Sir Dame Lord Lady Rev. Sheikh Mullah Ayatollah Imam Maulvi
    """
)
# What people are called by their office; in capitals before a name, or in lower case ("spokesman X").
ROLES = word_set(
    """
    president vice-president premier minister chancellor king queen prince princess emperor pope cardinal
    archbishop bishop general colonel major captain lieutenant sergeant admiral brigadier commander gen. col.
    maj. capt. lt. sgt. adm. brig. senator sen. rep. congressman congresswoman representative governor gov.
    mayor judge justice ambassador envoy spokesman spokeswoman spokesperson director chairman chairwoman chief
    coach manager captain striker midfielder defender goalkeeper secretary leader lawyer attorney prosecutor
    analyst economist professor doctor inspector sheriff detective officer deputy commissioner singer actor
    actress author writer director editor journalist correspondent reporter candidate lawmaker legislator mp
    councillor activist driver rider champion trainer defending seed pitcher quarterback batsman bowler skipper
    referee umpire trader dealer banker founder ceo executive co-founder brother sister wife husband son
    daughter widow mother father
    """
)
# Endings and beginnings of organisations' names.
ORG_WORDS = word_set(
    """
    Inc Inc. Corp Corp. Corporation Co Co. Company Ltd Ltd. Limited Plc PLC LLC LLP Group Holdings Holding
    Partners Industries Bank Bancorp Bankers Securities Insurance Financial Capital Investments Fund Trust
    Airlines Airways Air Motors Steel Oil Petroleum Energy Gas Electric Power Telecom Communications Systems
    Technologies Technology Software Computer Pharmaceuticals Laboratories Foods Stores Brothers Bros Bros. Sons
    Associates University College Institute School Academy Hospital Foundation Society Association Federation
    Union League Club Committee Commission Council Ministry Department Agency Authority Bureau Office Board
    Court Parliament Congress Senate Assembly Party Front Movement Army Navy Police Guard Corps Brigade
    Battalion Regiment Division Command Forces Force Embassy Consulate Church Museum Orchestra Theatre Times
    Post News Herald Tribune Journal Gazette Chronicle Television Radio Network Broadcasting Press Reuters
    Organisation Organization Alliance Coalition Conference Center Centre Exchange Treasury Administration
    Service Services Services Cabinet Legislature Secretariat Rangers Rovers Wanderers Athletic Albion Hotspur
    FC SC AC Olympique Sporting Dynamo Spartak Inter
    """
)
# Teams that are known by their plural.
TEAMS = word_set(
    """
    Yankees Mets Dodgers Giants Padres Braves Cubs Cardinals Astros Pirates Reds Phillies Marlins Expos Rockies
    Indians Orioles Twins Tigers Royals Angels Athletics Mariners Brewers Sox Jays Nationals Rays Diamondbacks
    Cowboys Redskins Eagles Packers Bears Lions Vikings Saints Falcons Panthers Buccaneers Rams Seahawks 49ers
    Broncos Chiefs Raiders Chargers Colts Patriots Jets Bills Dolphins Steelers Browns Bengals Oilers Jaguars
    Texans Titans Ravens Bulls Lakers Celtics Knicks Rockets Spurs Suns Jazz Warriors Kings Clippers Pistons
    Pacers Hawks Magic Heat Sixers Nets Cavaliers Bucks Mavericks Nuggets Timberwolves Bruins Rangers Flyers
    Penguins Canadiens Maple Senators Flames Oilers Canucks Sharks Ducks Blackhawks Blues Avalanche Sabres
    Lightning Islanders Devils Capitals Coyotes
    """
)
# Of those, the ones that no person and no place ends in.
SURE_ORG_WORDS = word_set(
    """
    Command Army Ministry Agency Committee Commission Council Department Association Federation Corporation Corp Inc
    Ltd Party Organisation Organization Police Navy Bureau Foundation Embassy Company Airlines Airways Authority
    Brigade Battalion Corps Institute Union
    """
)
# What follows a place's name in lower case: "Herat province".
AREAS = word_set("province region district county city town village airport airfield crossing island peninsula valley")
# What laws and treaties end in: names of no person, organisation or place.
WORKS = frozenset(["Amendment", "Act", "Treaty", "Agreement", "Accord", "Accords", "Constitution", "Protocol"])
# Titles that are words of organisations, too: "Justice Kennedy".
JUDGES = frozenset(["Justice", "Judge"])
PLACE_WORDS = word_set(
    """
    Province Region District County City Town Village Island Islands River Lake Mountain Mountains Mount Valley
    Desert Sea Ocean Bay Gulf Strait Peninsula Coast Airport Airfield Bridge Street Road Avenue Square Park
    Stadium Beach Port Harbour Harbor Canal Cape Hills Heights Pass Border Crossing Prison Camp Base Palace
    Castle Cemetery Forest
    """
)
PLACE_BEFORE = word_set(
    """
    north south east west northern southern eastern western central near northeastern northwestern southeastern
    southwestern downtown
    """
)
# Of peoples and languages: no names of persons, organisations or places.
DEMONYMS = word_set(
    """
    Afghan Afghans Albanian Albanians Algerian Algerians American Americans Angolan Arab Arabs Arabic Argentine
    Argentinian Armenian Armenians Asian Asians Australian Australians Austrian Austrians Azerbaijani
    Bangladeshi Basque Belarusian Belgian Belgians Bolivian Bosnian Bosnians Brazilian Brazilians Briton Britons
    British Bulgarian Bulgarians Burmese Burundian Cambodian Cambodians Cameroonian Canadian Canadians Caribbean
    Catholic Catholics Chechen Chechens Chilean Chinese Christian Christians Colombian Colombians Congolese
    Croat Croatian Croats Cuban Cubans Cypriot Czech Czechs Danish Dane Danes Dutch Dutchman Ecuadorian Egyptian
    Egyptians English Englishman Eritrean Estonian Ethiopian European Europeans Filipino Filipinos Finn Finnish
    Finns French Frenchman Georgian German Germans Ghanaian Greek Greeks Guatemalan Hindu Hindus Hispanic
    Hungarian Hungarians Hutu Hutus Icelandic Indian Indians Indonesian Indonesians Iranian Iranians Iraqi
    Iraqis Irish Irishman Islamic Islamist Islamists Israeli Israelis Italian Italians Jamaican Japanese Jew
    Jewish Jews Jordanian Kazakh Kenyan Kenyans Korean Koreans Kurd Kurdish Kurds Kuwaiti Kyrgyz Laotian Latin
    Latvian Lebanese Liberian Libyan Libyans Lithuanian Macedonian Malaysian Malaysians Maltese Mexican Mexicans
    Moldovan Mongolian Moroccan Moroccans Moslem Moslems Mozambican Muslim Muslims Nepalese Nepali Nigerian
    Nigerians Nordic Norwegian Norwegians Ottoman Pakistani Pakistanis Palestinian Palestinians Panamanian
    Pashtun Pashtuns Persian Peruvian Pole Poles Polish Portuguese Protestant Protestants Roman Romanian
    Romanians Russian Russians Rwandan Rwandans Saudi Saudis Scot Scots Scottish Senegalese Serb Serbian Serbs
    Shia Shiite Shiites Sikh Sikhs Slav Slovak Slovaks Slovene Slovenian Somali Somalis Soviet Spanish Spaniard
    Spaniards Sudanese Sunni Sunnis Swede Swedes Swedish Swiss Syrian Syrians Taiwanese Tajik Tajiks Tamil
    Tamils Tanzanian Thai Thais Tibetan Tunisian Turk Turkish Turkmen Turks Tutsi Tutsis Ugandan Ugandans
    Ukrainian Ukrainians Uzbek Uzbeks Venezuelan Venezuelans Vietnamese Welsh Western Yemeni Yemenis Yugoslav
    Zairean Zambian Zimbabwean Orthodox Buddhist Marxist Communist Democrat Democrats Democratic Republican
    Republicans Conservative Conservatives Labour Socialist Socialists Internet Cold War Christmas Easter
    Ramadan Olympic Olympics Nazi Nazis Zionist African Africans Hollywood-style
    """
)
CALENDAR = word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Mon Tue Wed
    Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    """
)
# Capitals that are no organisation's.
NO_ACRONYMS = word_set(
    """
    I A AM PM TV CD DVD AIDS HIV DNA GDP GMT EST EDT PST CEO MP MPs VAT ID OK UNIX IT PC GNP CPI IPO VIP POW DJ
    SMS GPS II III IV VI VII VIII IX XI NOTE LONDON NEW THE AND FOR BUT NOT ALL TBA ATTN FAX TEL MON TUE WED THU
    FRI SAT SUN Q&A FAQ
    """
)
# Capitals that a model takes for organisations.
NO_NAMES = frozenset(["LGBT", "LGBTQ", "DACA", "NAFTA", "LLC"])
NAME_PARTICLES = word_set(
    """
    bin ibn al el von van der den de da di du la le dos ul
    """
)
# Organisations of the whole world's news, which no pattern tells.
_NAMED = """
    ASEAN | African Union | Airbus | Ajax | Al Qaeda | Amazon | Amnesty International | Apple | Arab League |
    Arsenal | Asean | BMW | Barcelona | Bayern Munich | Bloomberg | Boeing | Capitol Hill | Chelsea | Chevron |
    Chrysler | Commonwealth | Congress | Conservative Party | Democratic Party | E.U. | EU | European Commission
    | European Union | Everton | Exxon | FIFA | Facebook | Fifa | Financial Times | Ford | Gazprom | General
    Motors | Google | Greenpeace | Hamas | Hezbollah | Hizbollah | Honda | House of Representatives | Human
    Rights Watch | IBM | IMF | ISIS | Intel | Interfax | Interpol | Islamic State | Itar-Tass | Juventus |
    Kremlin | Labour Party | Lazio | Liverpool | Lukoil | Manchester United | Microsoft | Mitsubishi | Motorola
    | NATO | Nato | New York Times | Nissan | Nokia | OPEC | OSCE | Opec | PSV | Parliament | Pentagon | Real
    Madrid | Red Cross | Republican Party | Reuters | Samsung | Senate | Shell | Siemens | Sony | State
    Department | Supreme Court | Taliban | Tass | Tottenham | Toyota | Twitter | U.N. | UEFA | UN | UNESCO |
    UNICEF | Uefa | Unesco | Unicef | United Nations | Volkswagen | Wall Street Journal | Washington Post |
    White House | World Bank | Xinhua | al Qaeda
    """
KNOWN_ORGANISATIONS = frozenset(" ".join(name.split()) for name in _NAMED.split("|"))
