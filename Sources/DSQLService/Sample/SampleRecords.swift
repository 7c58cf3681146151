import DSQLAPI
import DSQLTypes

/// Writes the records of the sample tenant, in the order in which they refer to each other.
struct SampleRecords {
  /// What later records need to know of an order.
  private struct Order {
    var id: String
    var supplier: Int
    var day: Int
  }

  /// What later records need to know of an invoice.
  private struct Bill {
    var id: String
    var day: Int
    var currency: Int
    var total: Int64
    var isPaid: Bool
  }

  let writing: StoreWriting
  private var random = SeededGenerator(seed: 7)
  private var suppliers: [String] = []
  private var employees: [String] = []
  private var orders: [Order] = []
  private var bills: [Bill] = []

  /// Days from 2024-01-01 on; the last record is of 2026-05.
  private static let firstDay = CalendarDate(days: 19_723)
  private static let days = 850

  init(writing: StoreWriting) { self.writing = writing }

  mutating func write() throws {
    try each("Supplier", SampleTenant.Count.suppliers) { $0.supplier($1) }
    try each("Employee", SampleTenant.Count.employees) { $0.employee($1) }
    try each("PurchaseOrder", SampleTenant.Count.purchaseOrders) { $0.order($1) }
    try each("Invoice", SampleTenant.Count.invoices) { $0.invoice($1) }
    try writeLines()
    try writePayments()
    try writeScans()
  }

  // MARK: Entities

  private mutating func supplier(_ index: Int) -> [String: WireValue] {
    let name: String
    let country: Int
    let city: String
    if index < SampleNames.companies.count {
      (name, country, city) = SampleNames.companies[index]
    } else {
      country = below(3) == 0 ? 0 : below(SampleNames.places.count)
      let place = SampleNames.places[country]
      city = pick(place.cities)
      name = "\(pick(SampleNames.firstWords)) \(pick(SampleNames.trades)) \(place.suffix)"
    }
    let home = [0, 1, 1, 3, 2, 4, 5, 1, 1, 1, 2, 2][country]
    return [
      "Code": .text("S\(Self.padded(index + 1, 4))"),
      "Name": .text(name),
      "Country": .whole(country),
      "City": .text(city),
      "Email": below(12) == 0 ? .null : .text("billing\(index + 1)@supplier.example"),
      "VatNumber": below(6) == 0
        ? .null : .text("\(SampleShape.countries[country].0)\(100_000_000 + below(899_999_999))"),
      "PreferredCurrency": .whole(home),
      "PaymentTermDays": .whole(pick([10, 14, 30, 30, 45, 60])),
      "CreditLimit": below(4) == 0
        ? .null : .number(.init(coefficient: Int128(below(50_000_000)), scale: 2)),
      "IsActive": .boolean(below(10) != 0),
      "OnboardedOn": date(below(Self.days)),
      "Notes": below(8) == 0 ? .text(pick(SampleNames.comments)) : .null,
    ]
  }

  private mutating func employee(_ index: Int) -> [String: WireValue] {
    let given = pick(SampleNames.givenNames)
    let family = pick(SampleNames.familyNames)
    // One at the top, six below, everybody else below those.
    let manager = index == 0 ? nil : index < 7 ? 0 : 1 + below(6)
    let title =
      index == 0 ? "Chief Financial Officer" : index < 7 ? "Head" : pick(SampleNames.titles)
    let department =
      index == 0
      ? "Finance" : SampleNames.departments[(index < 7 ? index - 1 : (manager ?? 1) - 1)]
    return [
      "Number": .whole(1001 + index),
      "FullName": .text("\(given) \(family)"),
      "Email": .text("employee\(1001 + index)@example.com"),
      "JobTitle": .text(index > 0 && index < 7 ? "Head of \(department)" : title),
      "Department": .text(department),
      "Country": .whole(below(SampleShape.countries.count)),
      "Manager": manager.map { .text(employees[$0]) } ?? .null,
      "HiredOn": date(below(600)),
      "ApprovalLimit": index < 7
        ? .number(.init(coefficient: index == 0 ? 100_000_000 : 2_500_000, scale: 2)) : .null,
      "IsActive": .boolean(below(15) != 0),
    ]
  }

  private mutating func order(_ index: Int) -> [String: WireValue] {
    let supplier = below(suppliers.count)
    let day = index * (Self.days - 60) / SampleTenant.Count.purchaseOrders + below(20)
    let isApproved = below(9) != 0
    orders.append(Order(id: "", supplier: supplier, day: day))
    return [
      "Number": .text("PO-\(Self.padded(index + 1, 6))"),
      "Supplier": .text(suppliers[supplier]),
      "RequestedBy": .text(employees[7 + below(employees.count - 7)]),
      "ApprovedBy": isApproved ? .text(employees[below(7)]) : .null,
      "OrderedOn": date(day),
      "ApprovedAt": isApproved ? instant(day + below(5)) : .null,
      "Currency": .whole(below(SampleShape.currencies.count)),
      "Amount": .number(.init(coefficient: Int128(5000 + below(4_000_000)), scale: 2)),
      "Purpose": .text(pick(SampleNames.purposes)),
      "IsClosed": .boolean(day < 500),
    ]
  }

  private mutating func invoice(_ index: Int) -> [String: WireValue] {
    let order = below(5) == 0 ? nil : below(orders.count)
    let supplier = order.map { orders[$0].supplier } ?? below(suppliers.count)
    let day = order.map { orders[$0].day + 5 + below(40) } ?? below(Self.days - 30)
    let currency = below(SampleShape.currencies.count)
    let net = Int64(1000 + below(2_500_000))
    let hasTax = below(7) != 0
    let tax = hasTax ? net / 4 : 0
    // Old invoices are paid, but for a few that stuck.
    let status = day < 650 ? (below(12) == 0 ? 3 + below(2) : 5) : pick([0, 1, 1, 2, 2, 3, 5])
    bills.append(
      Bill(id: "", day: day, currency: currency, total: net + tax, isPaid: status == 5)
    )
    let rate = [1, 0.086_512, 0.094_127, 0.073_905, 0.982_344, 14.203_118][currency]
    let rateDigits = Int128((rate * 1_000_000).rounded())
    return [
      "Number": .text("INV-\(2024 + day / 366)-\(Self.padded(index + 1, 5))"),
      "Supplier": .text(suppliers[supplier]),
      "PurchaseOrder": order.map { .text(orders[$0].id) } ?? .null,
      "Status": .whole(status),
      "InvoiceDate": date(day),
      "DueDate": date(day + pick([14, 30, 30, 45])),
      "ReceivedAt": below(20) == 0 ? .null : instant(day + below(4)),
      "Currency": .whole(currency),
      "NetAmount": .number(.init(coefficient: Int128(net), scale: 2)),
      "TaxAmount": hasTax ? .number(.init(coefficient: Int128(tax), scale: 2)) : .null,
      "TotalAmount": .number(.init(coefficient: Int128(net + tax), scale: 2)),
      "ExchangeRate": currency == 0 ? .null : .number(.init(coefficient: rateDigits, scale: 6)),
      "HandledBy": below(6) == 0 ? .null : .text(employees[below(employees.count)]),
      "IsDisputed": .boolean(status == 3),
      "Reference": below(3) == 0 ? .null : .text("Ref \(below(90_000) + 10_000)"),
      "Comment": below(9) == 0 ? .text(pick(SampleNames.comments)) : .null,
      "RecognizedText": below(10) == 0 ? .text(recognized(index)) : .null,
    ]
  }

  /// What a scanner read off the paper.
  private mutating func recognized(_ index: Int) -> String {
    var text = "INVOICE\nNo. \(index + 1)\n\n"
    for line in 1...(3 + below(40)) {
      text += "\(line). \(pick(SampleNames.goods)) … \(below(90_000)),00\n"
    }
    return text
  }

  private mutating func writeLines() throws {
    let counts = bills.map { _ in 1 + below(3) }
    var plan: [(bill: Int, line: Int, isLast: Bool)] = []
    for (bill, count) in counts.enumerated() {
      for line in 1...count { plan.append((bill, line, line == count)) }
    }
    try each("InvoiceLine", plan.count) { records, index in
      let (bill, line, _) = plan[index]
      let quantity = Int64(500 + records.below(20_000))
      let price = Int64(10_000 + records.below(5_000_000))
      // Thousandths times ten-thousandths, rounded to hundredths.
      let amount = (quantity * price + 50_000) / 100_000
      return [
        "Invoice": .text(records.bills[bill].id),
        "LineNumber": .whole(line),
        "Description": .text(records.pick(SampleNames.goods)),
        "Quantity": .number(.init(coefficient: Int128(quantity), scale: 3)),
        "UnitPrice": .number(.init(coefficient: Int128(price), scale: 4)),
        "Amount": .number(.init(coefficient: Int128(amount), scale: 2)),
        "CostCenter": records.below(5) == 0 ? .null : .text("CC\(100 + records.below(40))"),
      ]
    }
  }

  private mutating func writePayments() throws {
    let paid = bills.indices.filter { bills[$0].isPaid }.prefix(SampleTenant.Count.payments)
    try each("Payment", paid.count) { records, index in
      let bill = records.bills[paid[paid.startIndex + index]]
      return [
        "Invoice": .text(bill.id),
        "PaidAt": records.instant(bill.day + 10 + records.below(30)),
        "Amount": .number(.init(coefficient: Int128(bill.total), scale: 2)),
        "Currency": .whole(bill.currency),
        "BankReference": records.below(11) == 0
          ? .null : .text("BNK\(1_000_000_000 + records.below(899_999_999))"),
        "IsReconciled": .boolean(records.below(4) != 0),
      ]
    }
  }

  /// Files of some invoices; last, so that they take no ids from records.
  private func writeScans() throws {
    guard
      let entity = writing.schema.entity(name: "Invoice", folder: EntityAddress.tenantFolder)
    else { return }
    let attachments = Attachments(writing: writing, entity: entity)
    for index in stride(from: 5, to: bills.count, by: 8) {
      let bill = bills[index]
      _ = try attachments.put(
        SampleScan(
          number: index + 1,
          day: CalendarDate(days: Self.firstDay.days + Int64(bill.day)).text,
          cents: bill.total
        ).file,
        record: bill.id,
        field: "Scan"
      )
    }
  }

  // MARK: Writing

  /// Writes so many records of an entity, and remembers their ids for those that refer to them.
  private mutating func each(
    _ name: String,
    _ count: Int,
    _ make: (inout SampleRecords, Int) throws -> [String: WireValue]
  ) throws {
    guard let entity = writing.schema.entity(name: name, folder: EntityAddress.tenantFolder) else {
      return
    }
    let writer = try RecordWriter(writing, entity)
    for index in 0..<count {
      let values = try make(&self, index)
      var body = RecordBody(values: [])
      for (place, field) in entity.fields.enumerated() {
        if let value = values[field.name] { body.values.append((place, value)) }
      }
      let id = try writer.insertAnsweringID(body)
      switch name {
      case "Supplier": suppliers.append(id)
      case "Employee": employees.append(id)
      case "PurchaseOrder": orders[index].id = id
      case "Invoice": bills[index].id = id
      default: break
      }
    }
    try writer.finish()
  }

  // MARK: Values

  private mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: random.next() % UInt64(max(1, bound)))
  }

  private mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

  private func date(_ day: Int) -> WireValue {
    .text(CalendarDate(days: Self.firstDay.days + Int64(day)).text)
  }

  private mutating func instant(_ day: Int) -> WireValue {
    let seconds = 6 * 3600 + below(12 * 3600)
    let start = (Self.firstDay.days + Int64(day)) * Instant.ticksPerDay
    let moment = Instant(ticks: start + Int64(seconds) * Instant.ticksPerSecond)
    return .text(moment.text(in: .utc))
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension WireValue {
  fileprivate static func whole(_ number: Int) -> WireValue {
    .number(ExactDecimal(Int64(number)))
  }
}
