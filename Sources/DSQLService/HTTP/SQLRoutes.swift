import FoundationEssentials
import Hummingbird
import NIOCore

/// The SQL endpoint.
///
/// - Source: `data-service-api.md` §3.7.
struct SQLRoutes: Sendable {
  let store: Store
  let options: EmbeddedServiceOptions

  /// Statements above this are refused with 413.
  private static let mostBytes = 1 << 20

  @Sendable
  func execute(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let access = try context.require(.readData)
    let buffer = try await request.body.whole(upTo: Self.mostBytes)
    let body = try JSONDecoder().decode(SQLBody.self, from: Data(buffer.readableBytesView))
    let folder = RequestReader(request: request, context: context).folder
    let limits = options.sqlLimits
    return .json(
      try await store.read(as: access) { reading in
        var builder = try SQLStatementBuilder(body, reading, folder: folder)
        let statement = try builder.statement(mostRows: limits.rows)
        return try SQLRun(reading: reading, limits: limits).answer(statement)
      }
    )
  }
}
