"""Words that tell what kind of name stands beside or inside them. Data, no code but sets."""

HONORIFICS = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Sir Dame Lord Lady Rev. Sheikh Mullah Ayatollah Imam Maulvi".split()
)
# What people are called by their office; in capitals before a name, or in lower case ("spokesman X").
ROLES = frozenset(
    """
    president vice-president premier minister chancellor king queen prince princess emperor pope cardinal archbishop bishop
    general colonel major captain lieutenant sergeant admiral brigadier commander gen. col. maj. capt. lt. sgt. adm. brig.
    senator sen. rep. congressman congresswoman representative governor gov. mayor judge justice ambassador envoy
    spokesman spokeswoman spokesperson director chairman chairwoman chief coach manager captain striker midfielder
    defender goalkeeper secretary leader lawyer attorney prosecutor analyst economist professor doctor inspector
    sheriff detective officer deputy commissioner singer actor actress author writer director editor journalist
    correspondent reporter candidate lawmaker legislator mp councillor activist driver rider champion trainer defending
    seed pitcher quarterback batsman bowler skipper referee umpire trader dealer banker founder ceo executive
    co-founder brother sister wife husband son daughter widow mother father
    """.split()  # noqa: SIM905
)
# Endings and beginnings of organisations' names.
ORG_WORDS = frozenset(
    """
    Inc Inc. Corp Corp. Corporation Co Co. Company Ltd Ltd. Limited Plc PLC LLC LLP Group Holdings Holding Partners
    Industries Bank Bancorp Bankers Securities Insurance Financial Capital Investments Fund Trust Airlines Airways Air Motors Steel
    Oil Petroleum Energy Gas Electric Power Telecom Communications Systems Technologies Technology Software Computer
    Pharmaceuticals Laboratories Foods Stores Brothers Bros Bros. Sons Associates University College Institute School Academy
    Hospital Foundation Society Association Federation Union League Club Committee Commission Council Ministry
    Department Agency Authority Bureau Office Board Court Parliament Congress Senate Assembly Party Front Movement
    Army Navy Police Guard Corps Brigade Battalion Regiment Division Command Forces Force Embassy Consulate Church
    Museum Orchestra Theatre Times Post News Herald Tribune Journal Gazette Chronicle Television Radio Network
    Broadcasting Press Reuters Organisation Organization Alliance Coalition Conference Center Centre
    Exchange Treasury Administration Service Services Services Cabinet Legislature Secretariat
    Rangers Rovers Wanderers Athletic Albion Hotspur FC SC AC Olympique Sporting Dynamo Spartak Inter
    """.split()  # noqa: SIM905
)
# Teams that are known by their plural.
TEAMS = frozenset(
    """
    Yankees Mets Dodgers Giants Padres Braves Cubs Cardinals Astros Pirates Reds Phillies Marlins Expos Rockies Indians
    Orioles Twins Tigers Royals Angels Athletics Mariners Brewers Sox Jays Nationals Rays Diamondbacks Cowboys Redskins
    Eagles Packers Bears Lions Vikings Saints Falcons Panthers Buccaneers Rams Seahawks 49ers Broncos Chiefs Raiders
    Chargers Colts Patriots Jets Bills Dolphins Steelers Browns Bengals Oilers Jaguars Texans Titans Ravens
    Bulls Lakers Celtics Knicks Rockets Spurs Suns Jazz Warriors Kings Clippers Pistons Pacers Hawks Magic Heat
    Sixers Nets Cavaliers Bucks Mavericks Nuggets Timberwolves Bruins Rangers Flyers Penguins Canadiens Maple Senators
    Flames Oilers Canucks Sharks Ducks Blackhawks Blues Avalanche Sabres Lightning Islanders Devils Capitals Coyotes
    """.split()  # noqa: SIM905
)
PLACE_WORDS = frozenset(
    """
    Province Region District County City Town Village Island Islands River Lake Mountain Mountains Mount Valley Desert
    Sea Ocean Bay Gulf Strait Peninsula Coast Airport Airfield Bridge Street Road Avenue Square Park Stadium Beach Port
    Harbour Harbor Canal Cape Hills Heights Pass Border Crossing Prison Camp Base Palace Castle Cemetery Forest
    """.split()  # noqa: SIM905
)
PLACE_BEFORE = frozenset("north south east west northern southern eastern western central near northeastern northwestern southeastern"
                         " southwestern downtown".split())  # fmt: skip
# Of peoples and languages: no names of persons, organisations or places.
DEMONYMS = frozenset(
    """
    Afghan Afghans Albanian Albanians Algerian Algerians American Americans Angolan Arab Arabs Arabic Argentine Argentinian
    Armenian Armenians Asian Asians Australian Australians Austrian Austrians Azerbaijani Bangladeshi Basque Belarusian
    Belgian Belgians Bolivian Bosnian Bosnians Brazilian Brazilians Briton Britons British Bulgarian Bulgarians Burmese
    Burundian Cambodian Cambodians Cameroonian Canadian Canadians Caribbean Catholic Catholics Chechen Chechens Chilean Chinese Christian
    Christians Colombian Colombians Congolese Croat Croatian Croats Cuban Cubans Cypriot Czech Czechs Danish Dane Danes Dutch
    Dutchman Ecuadorian Egyptian Egyptians English Englishman Eritrean Estonian Ethiopian European Europeans Filipino
    Filipinos Finn Finnish Finns French Frenchman Georgian German Germans Ghanaian Greek Greeks Guatemalan Hindu Hindus
    Hispanic Hungarian Hungarians Hutu Hutus Icelandic Indian Indians Indonesian Indonesians Iranian Iranians Iraqi Iraqis Irish Irishman
    Islamic Islamist Islamists Israeli Israelis Italian Italians Jamaican Japanese Jew Jewish Jews Jordanian Kazakh Kenyan
    Kenyans Korean Koreans Kurd Kurdish Kurds Kuwaiti Kyrgyz Laotian Latin Latvian Lebanese Liberian Libyan Libyans Lithuanian
    Macedonian Malaysian Malaysians Maltese Mexican Mexicans Moldovan Mongolian Moroccan Moroccans Moslem Moslems
    Mozambican Muslim Muslims Nepalese Nepali Nigerian Nigerians Nordic Norwegian Norwegians Ottoman Pakistani Pakistanis
    Palestinian Palestinians Panamanian Pashtun Pashtuns Persian Peruvian Pole Poles Polish Portuguese Protestant Protestants Roman
    Romanian Romanians Russian Russians Rwandan Rwandans Saudi Saudis Scot Scots Scottish Senegalese Serb Serbian Serbs Shia Shiite
    Shiites Sikh Sikhs Slav Slovak Slovaks Slovene Slovenian Somali Somalis Soviet Spanish Spaniard Spaniards Sudanese Sunni Sunnis
    Swede Swedes Swedish Swiss Syrian Syrians Taiwanese Tajik Tajiks Tamil Tamils Tanzanian Thai Thais Tibetan Tunisian
    Turk Turkish Turkmen Turks Tutsi Tutsis Ugandan Ugandans Ukrainian Ukrainians Uzbek Uzbeks Venezuelan Venezuelans
    Vietnamese Welsh Western Yemeni Yemenis Yugoslav Zairean Zambian Zimbabwean Orthodox Buddhist Marxist Communist
    Democrat Democrats Democratic Republican Republicans Conservative Conservatives Labour Socialist Socialists Internet
    Cold War Christmas Easter Ramadan Olympic Olympics Nazi Nazis Zionist African Africans Hollywood-style
    """.split()  # noqa: SIM905
)
CALENDAR = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Mon Tue Wed Thu Fri Sat Sun
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    """.split()  # noqa: SIM905
)
# Capitals that are no organisation's.
NO_ACRONYMS = frozenset(
    """
    I A AM PM TV CD DVD AIDS HIV DNA GDP GMT EST EDT PST CEO MP MPs VAT ID OK UNIX IT PC GNP CPI IPO VIP POW DJ SMS GPS
    II III IV VI VII VIII IX XI NOTE LONDON NEW THE AND FOR BUT NOT ALL TBA ATTN FAX TEL MON TUE WED THU FRI SAT SUN Q&A FAQ
    """.split()  # noqa: SIM905
)
NAME_PARTICLES = frozenset("bin ibn al el von van der den de da di du la le dos ul".split())
ORG_CONNECTORS = frozenset("of for and & the".split())
# Organisations of the whole world's news, which no pattern tells.
KNOWN_ORGANISATIONS = frozenset(
    """
    Reuters|Interfax|Itar-Tass|Tass|Xinhua|Bloomberg|European Union|European Commission|United Nations|U.N.|UN|EU|E.U.|NATO|Nato
    |OPEC|Opec|UNESCO|Unesco|UNICEF|Unicef|UEFA|FIFA|Fifa|Uefa|IMF|World Bank|Red Cross|Hamas|Hezbollah|Hizbollah|Taliban|Al Qaeda
    |al Qaeda|Islamic State|ISIS|Kremlin|White House|Pentagon|State Department|Interpol|Greenpeace|Amnesty International
    |Human Rights Watch|African Union|Arab League|Commonwealth|ASEAN|Asean|OSCE|Wall Street Journal|Financial Times|New York Times
    |Washington Post|Microsoft|Google|Facebook|Twitter|Apple|Amazon|Boeing|Airbus|Motorola|Honda|Toyota|Volkswagen|BMW|Siemens|Sony
    |Samsung|Nokia|Intel|IBM|Ford|General Motors|Chrysler|Nissan|Mitsubishi|Shell|Exxon|Chevron|Gazprom|Lukoil|Congress|Parliament
    |Senate|Capitol Hill|Supreme Court|House of Representatives|Conservative Party|Labour Party|Democratic Party|Republican Party
    |Manchester United|Liverpool|Arsenal|Chelsea|Tottenham|Everton|Juventus|Ajax|Barcelona|Real Madrid|Bayern Munich|Lazio|PSV
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")  # noqa: SIM905
)
