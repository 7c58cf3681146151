import Synchronization

/// Counts the imports that run side by side.
///
/// A class, since all requests share the count.
///
/// - Source: `data-service-api.md` §3.11.
final class ImportGate: Sendable {
  /// As many as may run at once.
  static let most = 10

  private let running = Mutex(0)

  /// Runs a body as one of the imports.
  ///
  /// - Parameter body: The import.
  /// - Returns: What the body returns; nil where as many run as may, and it did not.
  /// - Throws: What the body throws.
  func pass<Result: Sendable>(
    _ body: () async throws -> Result
  ) async rethrows -> Result? {
    let isOpen = running.withLock { count in
      if count >= Self.most { return false }
      count += 1
      return true
    }
    guard isOpen else { return nil }
    defer { running.withLock { $0 -= 1 } }
    return try await body()
  }
}
