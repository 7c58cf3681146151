import DSQLAPI

/// The sample tenant: a business that automates its accounts payable.
///
/// Suppliers send invoices for what employees ordered; invoices have lines and are paid. Everything
/// is made up, and the same in every new store.
struct SampleTenant {
  let writing: StoreWriting

  /// How many records each entity gets; 9,997 in all, the lines included.
  enum Count {
    static let suppliers = 180
    static let employees = 61
    static let purchaseOrders = 1200
    static let invoices = 2400
    static let payments = 1400
  }

  func write() throws {
    let shape = SampleShape(writing: writing)
    try shape.write()
    var records = SampleRecords(writing: writing)
    try records.write()
  }
}
