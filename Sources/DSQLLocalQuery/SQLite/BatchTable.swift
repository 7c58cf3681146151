import GRDBSQLite

/// A virtual table and its cursor, as SQLite wants them in C: structures whose first field is
/// SQLite's own, made and freed by the functions below.
enum BatchTable {
  /// The functions that SQLite calls.
  static var module: sqlite3_module {
    var module = sqlite3_module()
    module.iVersion = 1
    module.xCreate = { BatchTable.connect($0, $1, $2, $3, $4, $5) }
    module.xConnect = { BatchTable.connect($0, $1, $2, $3, $4, $5) }
    module.xBestIndex = { _, information in
      // A scan of unknown, large size: the planner of SQLite then puts it outermost.
      information?.pointee.estimatedCost = 1e12
      information?.pointee.estimatedRows = 1_000_000
      return SQLITE_OK
    }
    module.xDisconnect = { BatchTable.disconnect($0) }
    module.xDestroy = { BatchTable.disconnect($0) }
    module.xOpen = { BatchTable.open($0, $1) }
    module.xClose = { BatchTable.close($0) }
    module.xFilter = { cursor, _, _, _, _ in BatchTable.rewind(cursor) }
    module.xNext = { BatchTable.next($0) }
    module.xEof = { cursor in
      guard let cursor = BatchTable.cursor(cursor) else { return 1 }
      return cursor.pointee.row >= cursor.pointee.rowCount ? 1 : 0
    }
    module.xColumn = { BatchTable.column($0, $1, $2) }
    module.xRowid = { cursor, row in
      row?.pointee = Int64(BatchTable.cursor(cursor)?.pointee.row ?? 0)
      return SQLITE_OK
    }
    return module
  }

  private struct Table {
    var base = sqlite3_vtab()
    /// Kept by this reference until the table is disconnected.
    var source: Unmanaged<BatchSource>
    /// Outlives the table: SQLite keeps the module until it has disconnected every table.
    var module: Unmanaged<BatchModule>
  }

  private struct Cursor {
    var base = sqlite3_vtab_cursor()
    /// Valid while the source keeps its image: until the next batch, or the end of the query.
    var columns: UnsafeMutablePointer<ColumnImage>?
    var row = 0
    var rowCount = 0
    /// Nil where a cell's memory outlives the query, so that SQLite need not copy it.
    var textLifetime: sqlite3_destructor_type?
  }

  private static func cursor(
    _ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?
  ) -> UnsafeMutablePointer<Cursor>? {
    UnsafeMutableRawPointer(pointer)?.assumingMemoryBound(to: Cursor.self)
  }

  private static func table(
    _ pointer: UnsafeMutablePointer<sqlite3_vtab>?
  ) -> UnsafeMutablePointer<Table>? {
    UnsafeMutableRawPointer(pointer)?.assumingMemoryBound(to: Table.self)
  }

  private static func connect(
    _ database: OpaquePointer?,
    _ client: UnsafeMutableRawPointer?,
    _ count: Int32,
    _ arguments: UnsafePointer<UnsafePointer<CChar>?>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?,
    _: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> Int32 {
    // The arguments are module, schema, table, and what stands between the parentheses.
    guard let client, count > 3, let text = arguments?[3], let index = Int(String(cString: text))
    else { return SQLITE_ERROR }
    let module = Unmanaged<BatchModule>.fromOpaque(client)
    guard let source = module.takeUnretainedValue().source(index) else { return SQLITE_ERROR }
    let code = sqlite3_declare_vtab(database, "CREATE TABLE x(\(source.layout.names))")
    if code != SQLITE_OK { return code }
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    table.initialize(to: Table(source: .passRetained(source), module: module))
    result?.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  }

  private static func disconnect(_ pointer: UnsafeMutablePointer<sqlite3_vtab>?) -> Int32 {
    guard let table = table(pointer) else { return SQLITE_OK }
    table.pointee.source.release()
    table.deinitialize(count: 1)
    table.deallocate()
    return SQLITE_OK
  }

  private static func open(
    _ pointer: UnsafeMutablePointer<sqlite3_vtab>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
  ) -> Int32 {
    guard let table = table(pointer) else { return SQLITE_ERROR }
    let isStream = table.pointee.source.takeUnretainedValue().outlivesBatches
    let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
    cursor.initialize(to: Cursor(textLifetime: isStream ? copied : nil))
    result?.pointee =
      UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
    return SQLITE_OK
  }

  private static func close(_ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
    guard let cursor = cursor(pointer) else { return SQLITE_OK }
    cursor.deinitialize(count: 1)
    cursor.deallocate()
    return SQLITE_OK
  }

  private static func rewind(_ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
    load(pointer) { try $0.begin() }
  }

  private static func next(_ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
    guard let cursor = cursor(pointer) else { return SQLITE_ERROR }
    cursor.pointee.row += 1
    if cursor.pointee.row < cursor.pointee.rowCount { return SQLITE_OK }
    return load(pointer) { try $0.advance() }
  }

  /// Puts the cursor before the first row of a batch, or at the end.
  private static func load(
    _ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?,
    _ batch: (BatchSource) throws -> BatchImage?
  ) -> Int32 {
    guard let cursor = cursor(pointer), let table = table(pointer?.pointee.pVtab) else {
      return SQLITE_ERROR
    }
    do {
      // The source keeps the image, so its memory stays when this reference goes.
      let image = try batch(table.pointee.source.takeUnretainedValue())
      cursor.pointee.columns = image?.columns
      cursor.pointee.row = 0
      cursor.pointee.rowCount = image?.rowCount ?? 0
      return SQLITE_OK
    } catch {
      cursor.pointee.columns = nil
      cursor.pointee.rowCount = 0
      return table.pointee.module.takeUnretainedValue().fail(error)
    }
  }

  private static func column(
    _ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?,
    _ context: OpaquePointer?,
    _ index: Int32
  ) -> Int32 {
    guard let cursor = cursor(pointer), let columns = cursor.pointee.columns else {
      return SQLITE_ERROR
    }
    let column = columns[Int(index)]
    let row = cursor.pointee.row
    if column.isNull(row) {
      sqlite3_result_null(context)
      return SQLITE_OK
    }
    switch column.kind {
    case .integers:
      sqlite3_result_int64(context, column.values.assumingMemoryBound(to: Int64.self)[row])
    case .doubles:
      sqlite3_result_double(context, column.values.assumingMemoryBound(to: Double.self)[row])
    case .texts, .blobs:
      guard let offsets = column.offsets else { return SQLITE_ERROR }
      let start = column.values + Int(offsets[row])
      let count = offsets[row + 1] - offsets[row]
      if column.kind == .blobs {
        sqlite3_result_blob(context, start, count, cursor.pointee.textLifetime)
      } else {
        sqlite3_result_text(
          context,
          start.assumingMemoryBound(to: CChar.self),
          count,
          cursor.pointee.textLifetime
        )
      }
    }
    return SQLITE_OK
  }
}
