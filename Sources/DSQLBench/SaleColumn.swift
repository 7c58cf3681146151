import DSQLTypes

/// The columns of the made-up entity `Sale` that the benchmarks read.
enum SaleColumn: String, CaseIterable {
  case id = "Id"
  case number = "Number"
  case customer = "Customer"
  case amount = "Amount"
  case day = "Day"
  case city = "City"
  case paid = "Paid"
  case shop = "Shop"

  /// The six that are printed.
  static let printed: [SaleColumn] = [.number, .customer, .amount, .day, .city, .paid]

  var type: DataType {
    switch self {
    case .id, .shop: .uuid
    case .number: .integer
    case .customer, .city: .text
    case .amount: .decimal(scale: 2)
    case .day: .date
    case .paid: .boolean
    }
  }
}
