/// Words that the sample's names are put together from.
enum SampleNames {
  /// Companies that stand as they are, with the country's place in its choice set and the city.
  static let companies: [(name: String, country: Int, city: String)] = [
    ("Fjordkraft Ålesund AS", 0, "Ålesund"), ("Nordlys Energi AS", 0, "Tromsø"),
    ("Bjørnson & Sønner Transport", 0, "Bodø"), ("Bergen Kontorrekvisita AS", 0, "Bergen"),
    ("Østlandet Renhold AS", 0, "Lillestrøm"), ("Trøndelag Bygg AS", 0, "Trondheim"),
    ("Müller Bürobedarf GmbH", 1, "München"), ("Straßenbau Weiß KG", 1, "Köln"),
    ("Nordsee Logistik GmbH", 1, "Hamburg"), ("Café Lumière SARL", 2, "Lyon"),
    ("Imprimerie Française SA", 2, "Paris"), ("Thames Stationery Ltd", 3, "London"),
    ("O'Brien & Daughters Ltd", 3, "Belfast"), ("Great Lakes Software Inc.", 4, "Chicago"),
    ("100% Organic Catering LLC", 4, "Portland"), ("Malmö Möbler AB", 5, "Malmö"),
    ("東京事務機株式会社", 6, "東京"), ("大阪印刷 Co., Ltd.", 6, "大阪"),
    ("Bucureşti Servicii SRL", 7, "Bucureşti"), ("Łódź Opakowania Sp. z o.o.", 8, "Łódź"),
    ("Señor Papel S.L.", 9, "Sevilla"), ("Bengaluru Cloud Pvt. Ltd.", 10, "Bengaluru"),
    ("São Paulo Café Ltda.", 11, "São Paulo"),
  ]
  /// The first part of a company's name.
  static let firstWords = [
    "Alpine", "Baltic", "Cobalt", "Delta", "Evergreen", "Falcon", "Granite", "Harbor", "Indigo",
    "Juniper", "Kestrel", "Lumen", "Meridian", "Northwind", "Orchid", "Pioneer", "Quartz", "Ridge",
    "Sable", "Tundra", "Umber", "Vertex", "Willow", "Zephyr",
  ]
  /// What a company does.
  static let trades = [
    "Office Supplies", "Freight", "Facilities", "Consulting", "Hosting", "Catering", "Printing",
    "Security", "Travel", "Telecom",
  ]
  /// Cities of each country, and the ending of its companies' names.
  static let places: [(cities: [String], suffix: String)] = [
    (["Oslo", "Stavanger", "Tromsø", "Kristiansand"], "AS"),
    (["Berlin", "Düsseldorf", "Nürnberg"], "GmbH"),
    (["Paris", "Nîmes", "Besançon"], "SAS"), (["Leeds", "Glasgow", "Cardiff"], "Ltd"),
    (["Boston", "Denver", "Austin"], "Inc."), (["Stockholm", "Göteborg", "Örebro"], "AB"),
    (["Nagoya", "Kobe"], "K.K."), (["Cluj-Napoca", "Iaşi"], "SRL"),
    (["Kraków", "Gdańsk"], "S.A."), (["Málaga", "A Coruña"], "S.A."),
    (["Pune", "Chennai"], "Pvt. Ltd."), (["Brasília", "Florianópolis"], "Ltda."),
  ]
  static let givenNames = [
    "Ingrid", "Søren", "Åse", "Jürgen", "Zoë", "François", "Siobhán", "Yuki", "Ștefan", "Łucja",
    "María", "Priya", "João", "Emma", "Lars", "Nadia", "Tom", "Wanda", "Omar", "Chidi",
  ]
  static let familyNames = [
    "Hansen", "Ødegård", "Müller", "Lefèvre", "O'Connor", "Smith", "Lindström", "Tanaka",
    "Ionescu", "Kowalczyk", "García", "Sharma", "Conceição", "Brown", "Nguyễn",
  ]
  static let departments = ["Finance", "IT", "Facilities", "Sales", "Operations", "People"]
  static let titles = ["Clerk", "Specialist", "Analyst", "Coordinator", "Buyer"]
  static let purposes = [
    "Yearly service contract", "New laptops", "Office move", "Trade fair", "Spare parts",
    "Cleaning, second half-year", "Software licences", "Team event",
  ]
  static let goods = [
    "Copy paper A4, 80 g", "Toner, black", "Cloud hosting, per month", "Consulting hours",
    "Cleaning of 3 floors", "Coffee beans, 1 kg", "Parcel delivery", "Desk lamp \"Aurora\"",
    "Network cable, 10 m", "Security guard, night", "Electricity, kWh", "Rail ticket",
    "Printing of brochures", "Headset", "Möbelmontage",
  ]
  static let comments = [
    "Price differs from the order; asked the supplier.",
    "Approved by phone.\nWritten confirmation follows.",
    "VAT number missing on the first version.",
    "Doublet? Compare with last month's.",
    "Rabatt 5 % vereinbart, siehe E-Mail.",
  ]
}
