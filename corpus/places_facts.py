"""What no lookup says about places: areas made of several districts, areas that touch, groups, short names in use.

General geography, written out by hand and checked by the tests; `~` marks a council that lies in an area in part only.
"""

# ITL3 areas that are not one district or county of the same name, with the districts (or counties) in each.
ITL3_MEMBERS: dict[str, tuple[str, ...]] = {
    "TLC11": ("Hartlepool", "Stockton-on-Tees"),
    "TLC12": ("Middlesbrough", "Redcar and Cleveland"),
    "TLC14": ("County Durham",),
    "TLC22": ("Gateshead", "Newcastle upon Tyne", "North Tyneside", "South Tyneside"),
    "TLD11": ("Allerdale", "Barrow-in-Furness", "Copeland"),
    "TLD12": ("Carlisle", "Eden", "South Lakeland"),
    "TLD34": ("Salford", "Trafford"),
    "TLD35": ("Stockport", "Tameside"),
    "TLD36": ("Bolton", "Wigan"),
    "TLD37": ("Bury", "Oldham", "Rochdale"),
    "TLD44": ("Lancaster", "Wyre"),
    "TLD45": ("Fylde", "Preston", "Ribble Valley", "South Ribble"),
    "TLD46": ("Burnley", "Hyndburn", "Pendle", "Rossendale"),
    "TLD47": ("Chorley", "West Lancashire"),
    "TLD71": ("Halton", "Knowsley", "St. Helens"),
    "TLE13": ("North Lincolnshire", "North East Lincolnshire"),
    "TLE31": ("Barnsley", "Doncaster", "Rotherham"),
    "TLE44": ("Calderdale", "Kirklees"),
    "TLF12": ("Bolsover", "Chesterfield", "North East Derbyshire"),
    "TLF13": ("Amber Valley", "Derbyshire Dales", "Erewash", "High Peak", "South Derbyshire"),
    "TLF15": ("Ashfield", "Bassetlaw", "Mansfield", "Newark and Sherwood"),
    "TLF16": ("Broxtowe", "Gedling", "Rushcliffe"),
    "TLF22": ("Leicestershire", "Rutland"),
    "TLF24": ("Daventry", "Northampton", "South Northamptonshire"),
    "TLF25": ("Corby", "East Northamptonshire", "Kettering", "Wellingborough"),
    "TLG22": ("Shropshire",),
    "TLH15": ("Broadland", "Great Yarmouth", "Norwich"),
    "TLH16": ("King's Lynn and West Norfolk", "North Norfolk"),
    "TLH17": ("Breckland", "South Norfolk"),
    "TLH34": ("Braintree", "Colchester", "Tendring"),
    "TLH35": ("Epping Forest", "Harlow", "Uttlesford"),
    "TLH36": ("Brentwood", "Chelmsford", "Maldon"),
    "TLH37": ("Basildon", "Castle Point", "Rochford"),
    "TLI31": ("Camden", "City of London"),
    "TLI33": ("Hammersmith and Fulham", "Kensington and Chelsea"),
    "TLI41": ("Hackney", "Newham"),
    "TLI43": ("Haringey", "Islington"),
    "TLI44": ("Lewisham", "Southwark"),
    "TLI51": ("Bexley", "Greenwich"),
    "TLI52": ("Barking and Dagenham", "Havering"),
    "TLI53": ("Redbridge", "Waltham Forest"),
    "TLI63": ("Kingston upon Thames", "Merton", "Sutton"),
    "TLI74": ("Harrow", "Hillingdon"),
    "TLI75": ("Hounslow", "Richmond upon Thames"),
    "TLJ11": ("Bracknell Forest", "Reading", "Slough", "West Berkshire", "Windsor and Maidenhead", "Wokingham"),
    "TLJ25": ("Elmbridge", "Guildford", "Runnymede", "Spelthorne", "Surrey Heath", "Waverley", "Woking"),
    "TLJ26": ("Epsom and Ewell", "Mole Valley", "Reigate and Banstead", "Tandridge"),
    "TLJ27": ("Adur", "Arun", "Chichester", "Worthing"),
    "TLJ28": ("Crawley", "Horsham", "Mid Sussex"),
    "TLJ35": ("Eastleigh", "Fareham", "Gosport", "Havant"),
    "TLJ36": ("East Hampshire", "New Forest", "Test Valley", "Winchester"),
    "TLJ37": ("Basingstoke and Deane", "Hart", "Rushmoor"),
    "TLJ43": ("Dartford", "Gravesham", "Swale"),
    "TLJ44": ("Canterbury", "Dover", "Folkestone and Hythe", "Thanet"),
    "TLJ45": ("Ashford", "Maidstone"),
    "TLJ46": ("Sevenoaks", "Tonbridge and Malling", "Tunbridge Wells"),
    "TLK12": ("Bath and North East Somerset", "North Somerset", "South Gloucestershire"),
    "TLK24": ("Bournemouth", "Christchurch", "Poole"),
    "TLK25": ("East Dorset", "North Dorset", "Purbeck", "West Dorset", "Weymouth and Portland"),
    "TLK30": ("Cornwall", "Isles of Scilly"),
    "TLL13": ("Conwy", "Denbighshire"),
    "TLL14": ("Carmarthenshire", "Ceredigion", "Pembrokeshire"),
    "TLL15": ("Merthyr Tydfil", "Rhondda Cynon Taf"),
    "TLL16": ("Blaenau Gwent", "Caerphilly", "Torfaen"),
    "TLL17": ("Bridgend", "Neath Port Talbot"),
    "TLL21": ("Monmouthshire", "Newport"),
    "TLL22": ("Cardiff", "Vale of Glamorgan"),
    "TLL23": ("Flintshire", "Wrexham"),
    "TLM50": ("Aberdeen City", "Aberdeenshire"),
    "TLM61": ("~Highland",),
    "TLM62": ("~Highland", "Moray"),
    "TLM63": ("~Highland", "~North Ayrshire", "~Argyll and Bute"),
    "TLM71": ("Angus", "Dundee City"),
    "TLM72": ("Clackmannanshire", "Fife"),
    "TLM73": ("East Lothian", "Midlothian"),
    "TLM77": ("Perth and Kinross", "Stirling"),
    "TLM81": ("East Dunbartonshire", "West Dunbartonshire", "~Argyll and Bute"),
    "TLM83": ("East Renfrewshire", "Inverclyde", "Renfrewshire"),
    "TLM93": ("East Ayrshire", "~North Ayrshire"),
}

# Merged councils that the lookup passes over, because they were merged again: name, members, code, year.
MERGED: tuple[tuple[str, tuple[str, ...], str, int], ...] = (
    ("Somerset West and Taunton", ("Taunton Deane", "West Somerset"), "E07000246", 2019),
)

DISTRICT_ALIASES: dict[str, tuple[str, ...]] = {
    "Kingston upon Hull, City of": ("Hull", "Kingston upon Hull", "Hull City"),
    "Bristol, City of": ("Bristol",),
    "Newcastle upon Tyne": ("Newcastle", "Geordie", "Geordies"),
    "Newcastle-under-Lyme": ("Newcastle under Lyme",),
    "County Durham": ("Durham", "Co Durham", "Durham County"),
    "Stoke-on-Trent": ("Stoke", "The Potteries"),
    "Southend-on-Sea": ("Southend",),
    "Stockton-on-Tees": ("Stockton",),
    "Barrow-in-Furness": ("Barrow",),
    "Brighton and Hove": ("Brighton",),
    "Telford and Wrekin": ("Telford", "Wrekin"),
    "King's Lynn and West Norfolk": ("King's Lynn", "West Norfolk", "Kings Lynn"),
    "Bath and North East Somerset": ("Bath", "BANES", "B&NES"),
    "Blackburn with Darwen": ("Blackburn",),
    "Nuneaton and Bedworth": ("Nuneaton",),
    "Basingstoke and Deane": ("Basingstoke",),
    "Bournemouth, Christchurch and Poole": ("BCP",),
    "Hinckley and Bosworth": ("Hinckley",),
    "Oadby and Wigston": (),
    "Epsom and Ewell": (),
    "Cheshire West and Chester": ("Chester", "West Cheshire", "CWAC"),
    "Herefordshire, County of": ("Herefordshire",),
    "Folkestone and Hythe": ("Shepway",),
    "Kingston upon Thames": ("Kingston", "Royal Borough of Kingston upon Thames"),
    "Richmond upon Thames": ("Richmond",),
    "Windsor and Maidenhead": ("RBWM",),
    "City of Edinburgh": ("Edinburgh", "Scottish capital"),
    "Aberdeen City and Aberdeenshire": ("Aberdeen City and Shire", "Aberdeen and Aberdeenshire"),
    "Derry City and Strabane": ("Derry", "Londonderry"),
    "Rhondda Cynon Taf": ("RCT", "Rhondda Cynon Taff"),
    "Isle of Anglesey": ("Anglesey", "Ynys Mon"),
    "Cardiff": ("Caerdydd", "Welsh capital"),
    "Swansea": ("Abertawe",),
    "Vale of Glamorgan": ("The Vale of Glamorgan",),
    "Cardiff and Vale of Glamorgan": ("Cardiff and the Vale", "Cardiff and the Vale of Glamorgan"),
    "Na h-Eileanan Siar": ("Western Isles", "Outer Hebrides"),
    "Orkney Islands": ("Orkney",),
    "Shetland Islands": ("Shetland",),
    "Isle of Wight": ("IoW", "IOW"),
    "Isles of Scilly": ("Scilly",),
    "St. Helens": ("St Helens",),
    "East Hertfordshire": ("East Herts",),
    "North Hertfordshire": ("North Herts",),
    "South Cambridgeshire": ("South Cambs",),
    "East Cambridgeshire": ("East Cambs",),
    "Central Bedfordshire": ("Central Beds",),
    "North East Lincolnshire": ("NE Lincolnshire", "North East Lincs"),
    "North Lincolnshire": ("North Lincs",),
    "East Riding of Yorkshire": ("East Riding",),
    "City of London": ("Square Mile",),
    "Westminster": ("City of Westminster",),
    "Dundee City": (),
    "Birmingham": ("Brummie", "Brummies"),
    "Manchester": ("Mancunian", "Mancunians"),
    "Liverpool": ("Liverpudlian", "Liverpudlians", "Scouser", "Scousers"),
    "Glasgow City": ("Glaswegian", "Glaswegians"),
}

TOWN_ALIASES: dict[str, tuple[str, ...]] = {
    "Bury St Edmunds": ("Bury St. Edmunds",),
    "Kingston upon Hull": ("Hull",),
    "Newcastle upon Tyne": ("Newcastle",),
    "Southend-on-Sea": ("Southend",),
    "Stoke-on-Trent": ("Stoke",),
    "Stockton-on-Tees": ("Stockton",),
    "Barrow in Furness": ("Barrow", "Furness"),
    "Royal Tunbridge Wells": ("Tunbridge Wells",),
    "Royal Leamington Spa": ("Leamington Spa", "Leamington"),
    "Leamington Spa": ("Royal Leamington Spa", "Leamington"),
    "Weston-super-Mare": ("Weston super Mare",),
    "Ashby-de-la-Zouch": ("Ashby",),
    "Burton upon Trent": ("Burton", "Burton on Trent"),
    "Derry": ("Londonderry",),
    "Letchworth": ("Letchworth Garden City",),
    "Hemel Hempstead": ("Hemel",),
    "Milton Keynes": ("MK",),
    "Henley-on-Thames": ("Henley",),
    "Great Malvern": ("Malvern",),
    "City of Westminster": (),
    "Birmingham": ("Brum",),
    "Sunderland": ("Wearside",),
    "Portsmouth": ("Pompey",),
    "Southampton": ("Soton",),
}

LEP_ALIASES: dict[str, tuple[str, ...]] = {
    "Cumbria": ("Cumbrian", "Lake District"),
    "Cornwall and Isles of Scilly": ("Cornish", "Cornwall & Scilly", "Cornwall and Scilly"),
    "New Anglia": ("Suffolk and Norfolk",),
    "Greater Cambridge and Greater Peterborough": (
        "Greater Cambridge Greater Peterborough",
        "Cambridge and Peterborough LEP",
        "GCGPEP",
        "Greater Cambridge",
    ),
    "Heart of the South West": ("HotSWLEP", "HSW LEP", "Heart of the SW"),
    "Derby, Derbyshire, Nottingham and Nottinghamshire": ("Derbyshire and Nottinghamshire LEP",),
    "Enterprise M3": ("M3",),
    "Lancashire": ("Lancs",),
    "Leicester and Leicestershire": ("Leics LEP",),
    "Gloucestershire": ("Glos",),
    "Worcestershire": ("Worcs",),
    "Buckinghamshire Thames Valley": ("Bucks LEP", "BBF"),
    "Thames Valley Berkshire": ("Berks", "Berkshire LEP", "Thames Valley LEP"),
    "Coventry and Warwickshire": ("Cov and Warks",),
    "Greater Lincolnshire": ("Lincs",),
    "Humber": ("The Humber", "Humberside"),
    "North East": (),
    "Northamptonshire": ("Northants",),
    "York, North Yorkshire and East Riding": (
        "York North Yorkshire and East Riding of Yorkshire",
        "York, North Yorkshire & East Riding",
    ),
    "Stoke-on-Trent and Staffordshire": ("Stoke & Staffs", "Stoke and Staffs"),
    "Cheshire and Warrington": ("Cheshire and Warrington LEP",),
    "South East": (),
    "London": ("Greater London Authority", "GLA", "Londoner", "Londoners"),
    "Tees Valley": ("Teesside",),
    "Solent": (),
}

REGION_ALIASES: dict[str, tuple[str, ...]] = {
    "Yorkshire and The Humber": ("Yorkshire", "Yorkshire and Humberside", "Yorks and Humber", "Yorkshire & Humber"),
    "East of England": ("Eastern England", "Eastern region", "East of England region"),
    "North East": ("North East England", "North East of England", "the northeast", "Northeast England"),
    "North West": ("North West England", "North West of England", "the northwest", "Northwest England"),
    "South East": ("South East England", "South East of England", "the southeast", "Southeast England"),
    "South West": ("South West England", "South West of England", "the southwest", "Southwest England"),
    "East Midlands": ("East Mids",),
    "West Midlands": ("West Mids",),
    "London": ("Greater London", "Londoner", "Londoners"),
}

NUTS_ALIASES: dict[str, tuple[str, ...]] = {
    "Gloucestershire, Wiltshire and Bristol/Bath area": (
        "Gloucestershire, Wiltshire and Bath/Bristol area",
        "Gloucestershire, Wiltshire and Bristol",
        "Gloucestershire, Wiltshire and Bath",
    ),
    "Northumberland and Tyne and Wear": ("Northumberland, and Tyne and Wear", "Tyne and Wear and Northumberland"),
    "West Wales and The Valleys": ("West Wales",),
    "Berkshire, Buckinghamshire and Oxfordshire": ("Berks, Bucks and Oxon",),
    "Surrey, East and West Sussex": ("Surrey and Sussex", "Surrey, East Sussex and West Sussex"),
    "Hampshire and Isle of Wight": ("Hampshire and the Isle of Wight",),
    "Edinburgh, City of": ("City of Edinburgh",),
    "Herefordshire, County of": ("Herefordshire",),
    "Bristol, City of": ("Bristol",),
    "Kingston upon Hull, City of": ("Hull", "Kingston upon Hull"),
    "Highlands and Islands": ("Highlands",),
}

# code, kind, name, other names, councils in it. The report of January 2018 uses the areas; which councils each holds is
# general geography. The names of the Welsh regions and of the Northern Irish trusts were not seen in the report.
HUB_AREAS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("HUB-SP-CENTRAL", "Scottish Parliament region", "Central Scotland", (), ("Falkirk", "North Lanarkshire", "~South Lanarkshire")),
    ("HUB-SP-GLASGOW", "Scottish Parliament region", "Glasgow", (), ("Glasgow City", "~South Lanarkshire")),
    (
        "HUB-SP-HIGHLANDS", "Scottish Parliament region", "Highlands and Islands", (),
        ("Highland", "Na h-Eileanan Siar", "Orkney Islands", "Shetland Islands", "~Argyll and Bute", "~Moray"),
    ),
    ("HUB-SP-LOTHIAN", "Scottish Parliament region", "Lothian", (), ("City of Edinburgh", "West Lothian", "~Midlothian", "~East Lothian")),
    (
        "HUB-SP-MIDFIFE", "Scottish Parliament region", "Mid Scotland and Fife", (),
        ("Clackmannanshire", "Fife", "Perth and Kinross", "Stirling"),
    ),
    (
        "HUB-SP-NORTHEAST", "Scottish Parliament region", "North East Scotland", (),
        ("Aberdeen City", "Aberdeenshire", "Angus", "Dundee City", "~Moray"),
    ),
    (
        "HUB-SP-SOUTH", "Scottish Parliament region", "South Scotland", (),
        ("Dumfries and Galloway", "East Ayrshire", "Scottish Borders", "South Ayrshire", "~East Lothian", "~Midlothian", "~South Lanarkshire"),
    ),
    (
        "HUB-SP-WEST", "Scottish Parliament region", "West Scotland", (),
        ("East Dunbartonshire", "East Renfrewshire", "Inverclyde", "North Ayrshire", "Renfrewshire", "West Dunbartonshire", "~Argyll and Bute"),
    ),
    (
        "HUB-WALES-NORTH", "Welsh region", "North Wales", (),
        ("Conwy", "Denbighshire", "Flintshire", "Isle of Anglesey", "Wrexham", "~Gwynedd"),
    ),
    (
        "HUB-WALES-MIDWEST", "Welsh region", "Mid and West Wales", (),
        ("Ceredigion", "Pembrokeshire", "Powys", "Carmarthenshire", "~Gwynedd"),
    ),
    ("HUB-WALES-SOUTHWEST", "Welsh region", "South Wales West", (), ("Bridgend", "Neath Port Talbot", "Swansea")),
    ("HUB-WALES-SOUTHCENTRAL", "Welsh region", "South Wales Central", (), ("Cardiff", "Rhondda Cynon Taf", "Vale of Glamorgan")),
    (
        "HUB-WALES-SOUTHEAST", "Welsh region", "South Wales East", (),
        ("Blaenau Gwent", "Caerphilly", "Merthyr Tydfil", "Monmouthshire", "Newport", "Torfaen"),
    ),
    ("HUB-HSC-BELFAST", "HSC trust", "Belfast HSC Trust", ("Belfast Health and Social Care Trust",), ("Belfast", "~Lisburn and Castlereagh")),
    (
        "HUB-HSC-NORTHERN", "HSC trust", "Northern HSC Trust", ("Northern Health and Social Care Trust",),
        ("Antrim and Newtownabbey", "Mid and East Antrim", "~Causeway Coast and Glens", "~Mid Ulster"),
    ),
    (
        "HUB-HSC-SOUTHEASTERN", "HSC trust", "South Eastern HSC Trust", ("South Eastern Health and Social Care Trust",),
        ("Ards and North Down", "~Lisburn and Castlereagh", "~Newry, Mourne and Down"),
    ),
    (
        "HUB-HSC-SOUTHERN", "HSC trust", "Southern HSC Trust", ("Southern Health and Social Care Trust",),
        ("Armagh City, Banbridge and Craigavon", "~Mid Ulster", "~Newry, Mourne and Down"),
    ),
    (
        "HUB-HSC-WESTERN", "HSC trust", "Western HSC Trust", ("Western Health and Social Care Trust",),
        ("Derry City and Strabane", "Fermanagh and Omagh", "~Causeway Coast and Glens"),
    ),
)  # fmt: skip

# Cities of single figures (built-up areas, wider than the district in some cases), with the district they are centred on.
CITIES: dict[str, str] = {
    "Aberdeen": "Aberdeen City", "Aldershot": "Rushmoor", "Cambridge": "Cambridge", "Coventry": "Coventry", "Crawley": "Crawley",
    "Derby": "Derby", "London": "", "Oxford": "Oxford", "Reading": "Reading", "Slough": "Slough", "Swindon": "Swindon",
    "Wigan": "Wigan",
}  # fmt: skip

# code, kind, name, other names, areas it lies in (or, for a council area, is).
ODDITIES: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("HUB-AUDIT-EAST", "audit area", "East of England", (), ("E12000006",)),
    ("HUB-AUDIT-MIDLANDS", "audit area", "Midlands Engine", (), ("E12000004", "E12000005")),
    (
        "HUB-AUDIT-SHEFFIELD-LANCASHIRE", "audit area", "Sheffield City Region and Lancashire", (),
        ("Sheffield City Region", "Lancashire"),
    ),
    ("HUB-CAMPUS-HARTREE", "campus", "Hartree Centre", (), ("Halton",)),
    ("HUB-CAMPUS-HARWELL-DARESBURY", "campus", "Harwell and Sci-Tech Daresbury", (), ("Vale of White Horse", "Halton")),
    ("HUB-CAMPUS-ISIS", "campus", "ISIS facility", (), ("Vale of White Horse",)),
    ("HUB-CAMPUS-DARESBURY", "campus", "Sci-Tech Daresbury", ("Daresbury",), ("Halton",)),
    ("HUB-COUNCIL-ABERDEEN", "council area", "Aberdeen City", (), ("Aberdeen City",)),
    ("HUB-COUNCIL-EDINBURGH", "council area", "City of Edinburgh", (), ("City of Edinburgh",)),
    ("HUB-COUNCIL-GLASGOW", "council area", "Glasgow City", (), ("Glasgow City",)),
    ("HUB-COUNCIL-WESTLOTHIAN", "council area", "West Lothian", (), ("West Lothian",)),
)  # fmt: skip

NORTHERN_LEPS = (
    "Cheshire and Warrington", "Cumbria", "Greater Manchester", "Humber", "Lancashire", "Leeds City Region",
    "Liverpool City Region", "North East", "Sheffield City Region", "Tees Valley", "York, North Yorkshire and East Riding",
)  # fmt: skip
MIDLANDS_LEPS = (
    "Black Country", "Coventry and Warwickshire", "Derby, Derbyshire, Nottingham and Nottinghamshire",
    "Greater Birmingham and Solihull", "Greater Lincolnshire", "Leicester and Leicestershire", "Northamptonshire",
    "South East Midlands", "Stoke-on-Trent and Staffordshire", "The Marches", "Worcestershire",
)  # fmt: skip
ENGLISH_REGIONS = (
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England", "London",
    "South East", "South West",
)  # fmt: skip
# Which LEPs are in a region of England (by districts; those that cross a border are with the region of most of their area).
LEP_REGION_NAMES: dict[str, tuple[str, ...]] = {}

# name, other names, kind of the members, members
GROUPS: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...] = (
    (
        "Northern LEPs", ("northern local enterprise partnerships", "LEPs in the North", "LEPs of the North", "the North",
                          "the north of England", "northern England", "NP11", "northern England's LEPs",
                          "Northern Powerhouse LEPs", "Northern Powerhouse"),
        "LEP", NORTHERN_LEPS,
    ),
    (
        "Midlands LEPs", ("LEPs in the Midlands", "Midlands local enterprise partnerships", "Midlands Engine LEPs",
                          "LEPs of the Midlands", "Midlands Engine"),
        "LEP", MIDLANDS_LEPS,
    ),
    ("Midlands", ("Midlands regions",), "region", ("East Midlands", "West Midlands")),
    (
        "northern regions", ("regions of the North", "northern English regions"),
        "region", ("North East", "North West", "Yorkshire and The Humber"),
    ),
    ("southern regions", ("southern English regions", "southern England", "the south of England"), "region", ("South East", "South West", "London")),
    (
        "English regions", ("regions of England", "the nine regions", "nine English regions", "England's regions"),
        "region", ENGLISH_REGIONS,
    ),
    (
        "devolved nations", ("devolved administrations", "devolved countries", "the devolved governments"),
        "country", ("Scotland", "Wales", "Northern Ireland"),
    ),
    (
        "UK nations", ("nations of the UK", "home nations", "the four nations", "four nations of the UK", "UK countries",
                       "countries of the UK", "the nations"),
        "country", ("England", "Scotland", "Wales", "Northern Ireland"),
    ),
    ("Greater South East", ("wider South East",), "region", ("London", "South East", "East of England")),
    (
        "Oxford-Cambridge Arc", ("Oxford to Cambridge Arc", "OxCam Arc", "Ox-Cam Arc", "Cambridge-Milton Keynes-Oxford corridor",
                                 "CaMKOx", "Oxford Milton Keynes Cambridge corridor"),
        "LEP", ("Buckinghamshire Thames Valley", "Greater Cambridge and Greater Peterborough", "Oxfordshire", "South East Midlands"),
    ),
    (
        "city region LEPs", ("city regions", "city-region LEPs"),
        "LEP", ("Leeds City Region", "Liverpool City Region", "Sheffield City Region"),
    ),
)  # fmt: skip

REGION_NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "North East": ("Scotland",),
    "North West": ("Wales", "Scotland"),
    "West Midlands": ("Wales",),
    "South West": ("Wales",),
    "England": ("Scotland", "Wales"),
}

NUTS2_NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "Cumbria": ("Lancashire", "North Yorkshire", "Northumberland and Tyne and Wear", "Tees Valley and Durham", "Southern Scotland"),
    "Northumberland and Tyne and Wear": ("Tees Valley and Durham", "Southern Scotland"),
    "Tees Valley and Durham": ("North Yorkshire",),
    "North Yorkshire": ("East Yorkshire and Northern Lincolnshire", "West Yorkshire", "South Yorkshire", "Lancashire"),
    "East Yorkshire and Northern Lincolnshire": ("South Yorkshire", "Lincolnshire", "Derbyshire and Nottinghamshire"),
    "West Yorkshire": ("South Yorkshire", "Lancashire", "Greater Manchester", "Derbyshire and Nottinghamshire"),
    "South Yorkshire": ("Derbyshire and Nottinghamshire", ),
    "Lancashire": ("Greater Manchester", "Merseyside"),
    "Greater Manchester": ("Merseyside", "Cheshire", "Derbyshire and Nottinghamshire"),
    "Merseyside": ("Cheshire",),
    "Cheshire": ("Derbyshire and Nottinghamshire", "Shropshire and Staffordshire", "East Wales"),
    "Derbyshire and Nottinghamshire": (
        "Lincolnshire", "Leicestershire, Rutland and Northamptonshire", "Shropshire and Staffordshire",
    ),
    "Lincolnshire": ("Leicestershire, Rutland and Northamptonshire", "East Anglia"),
    "Leicestershire, Rutland and Northamptonshire": (
        "Shropshire and Staffordshire", "Herefordshire, Worcestershire and Warwickshire", "East Anglia",
        "Bedfordshire and Hertfordshire", "Berkshire, Buckinghamshire and Oxfordshire",
    ),
    "Shropshire and Staffordshire": ("Herefordshire, Worcestershire and Warwickshire", "West Midlands", "East Wales"),
    "Herefordshire, Worcestershire and Warwickshire": (
        "West Midlands", "Berkshire, Buckinghamshire and Oxfordshire", "Gloucestershire, Wiltshire and Bristol/Bath area", "East Wales",
    ),
    "East Anglia": ("Bedfordshire and Hertfordshire", "Essex"),
    "Bedfordshire and Hertfordshire": (
        "Essex", "Berkshire, Buckinghamshire and Oxfordshire", "Outer London - West and North West",
        "Outer London - East and North East",
    ),
    "Essex": ("Outer London - East and North East", "Kent"),
    "Berkshire, Buckinghamshire and Oxfordshire": (
        "Gloucestershire, Wiltshire and Bristol/Bath area", "Hampshire and Isle of Wight", "Surrey, East and West Sussex",
        "Outer London - West and North West",
    ),
    "Surrey, East and West Sussex": ("Hampshire and Isle of Wight", "Kent", "Outer London - South", "Outer London - West and North West"),
    "Hampshire and Isle of Wight": ("Dorset and Somerset", "Gloucestershire, Wiltshire and Bristol/Bath area"),
    "Kent": ("Outer London - South", "Outer London - East and North East"),
    "Gloucestershire, Wiltshire and Bristol/Bath area": ("Dorset and Somerset", "East Wales"),
    "Dorset and Somerset": ("Devon",),
    "Devon": ("Cornwall and Isles of Scilly",),
    "East Wales": ("West Wales and The Valleys",),
    "Inner London - West": ("Inner London - East", "Outer London - West and North West", "Outer London - South"),
    "Inner London - East": (
        "Outer London - East and North East", "Outer London - South", "Outer London - West and North West",
    ),
    "Outer London - East and North East": ("Outer London - South", "Outer London - West and North West"),
    "Outer London - South": ("Outer London - West and North West",),
    "Southern Scotland": ("West Central Scotland", "Eastern Scotland", "Highlands and Islands"),
    "West Central Scotland": ("Eastern Scotland", "Highlands and Islands"),
    "Eastern Scotland": ("North Eastern Scotland", "Highlands and Islands"),
    "North Eastern Scotland": ("Highlands and Islands",),
}  # fmt: skip

# Names that are everyday words in reports on the economy: a capital letter alone does not make them places.
_STRONG_WORDS = """
reading deal wells bath street sale battle ash settle wing stone hook cove march may marches eden hart hope hale
rugby ware bury leek rye well wick ford holt lea bow barking worth sandy leigh mold new ely acre leap cape hatch
frame pinner over peel looe needs rust send chard beer bude calne yarm corn castle church hill wood field port
bridge flint ham mill beck brook crook cross deans early ferry gate grays hedge hove kings lead lee mere minster
nelson oak oakwood oxted park penny poles poole potters pool queen ripley rock rose sea ship shop silver slough sole
spa swan thorn tring tower turf wash ward west whale white wide yate young dent hayes barry bangor bourne brent
bucks bolt chess
"""
STRONG_WORDS = frozenset(_STRONG_WORDS.split())

# Names that the dictionary has in lower case, though none but the place (or its people) is meant by them in our texts.
_NO_WORDS = """
wales welsh oxford surrey gm fife paisley northeast northwest southeast southwest hackney moray east derby hove
wellington
"""
NO_WORDS = frozenset(_NO_WORDS.split())

# name, codes of what it may stand for, why: names where even the largest is not plainly meant.
AMBIGUOUS: tuple[tuple[str, str, str], ...] = (
    ("LCR", "E37000020|E37000022", "Leeds City Region and Liverpool City Region both go by it"),
    ("Thames Valley", "E37000035|E37000002", "Thames Valley Berkshire and Buckinghamshire Thames Valley"),
    ("Newport", "W06000022|GEO2641599|GEO2641595", "Wales, Isle of Wight, Shropshire"),
    ("Richmond", "E09000027|GEO2639388", "Richmond upon Thames, and Richmond in North Yorkshire"),
)
