import DSQLAPI
import DSQLClient
import DSQLRendering
import DSQLTypes

/// Decodes pages of 1,000 records to columns, the client's part of a call included.
struct PageDecodingBenchmark {
  private static let pageCount = 100

  func run() async throws -> [Measurement] {
    let columns = SaleColumn.allCases
    let body = Self.body(of: SaleRows(columns: columns).batch(0..<SaleRows.pageSize))
    guard
      let endpoint = ServiceEndpoint(
        origin: "http://127.0.0.1:1",
        organization: "local",
        tenant: "sample",
        prefix: .automatic
      )
    else { throw BenchFault("the endpoint has no meaning") }
    let client = ServiceClient(
      endpoint: endpoint,
      transport: CannedTransport(body: body),
      tokens: FixedTokenSource(AccessToken("none"))
    )
    let entity = EntityAddress(id: "e-Sale", name: "Sale")
    let pageColumns = columns.map { PageColumn([$0.rawValue], $0.type) }
    let query = RecordQuery(fields: columns.map(\.rawValue))
    let measurement = try await Measurement.take(
      "decode 100 pages of 1,000 x 8, \(body.count) bytes each",
      amount: (Self.pageCount * SaleRows.pageSize, "rows")
    ) {
      for _ in 0..<Self.pageCount {
        let answer = try await client.page(query, of: entity, columns: pageColumns)
        if answer.value.rows.rowCount != SaleRows.pageSize {
          throw BenchFault("a page lost records")
        }
      }
    }
    return [measurement]
  }

  /// A page's rows as the service answers them.
  private static func body(of rows: RowBatch) -> [UInt8] {
    var renderer = ResultRenderer(options: RenderOptions(format: .json))
    var json: [UInt8] = []
    renderer.begin(rows.schema, to: &json)
    renderer.render(rows, to: &json)
    renderer.finish(to: &json)
    return Array("{\"totalRecordCount\":\(rows.rowCount),\"value\":".utf8) + json + Array("}".utf8)
  }
}
