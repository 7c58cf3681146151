import Synchronization

/// Where the login of one profile is kept.
///
/// - Source: `identity.md` §9.4.
package protocol CredentialStore: Sendable {
  /// The file's path, or `memory`.
  var place: String { get }

  /// The login; nil where there is none.
  ///
  /// - Throws: A40 where others could have touched it, A42 where it is damaged.
  func read() throws(SessionError) -> Credential?

  /// Puts a login in place of what is kept, whole or not at all; it is on disk when this returns.
  func write(_ credential: Credential) throws(SessionError)

  /// Removes the login, whatever its state.
  func remove() throws(SessionError)

  /// Waits until nobody else changes the login.
  ///
  /// - Parameter clock: Pauses between tries, and ends the wait after 45 s.
  /// - Returns: What must be released when the login may be changed by others again.
  /// - Throws: A22 where another process does not let go.
  func lock(_ clock: any Clock<Duration>) async throws(SessionError) -> any CredentialLock
}

/// The right to change a login.
package protocol CredentialLock: Sendable {
  /// Lets others change it; the second time nothing happens.
  func release()
}

extension CredentialStore {
  /// Keeps the login that a sign-in gave, in place of any before it.
  ///
  /// - Parameters:
  ///   - credential: The login.
  ///   - clock: Pauses while another process renews the old one.
  /// - Throws: What hindered it; the old login is in place then.
  package func save(
    _ credential: Credential,
    clock: any Clock<Duration> = ContinuousClock()
  ) async throws(SessionError) {
    let lock = try await lock(clock)
    defer { lock.release() }
    var credential = credential
    // A damaged login is replaced; its generation is not known, and the time is above any.
    let old = (try? read()) ?? nil
    credential.generation = (old?.generation ?? 0) + 1
    try write(credential)
  }
}

/// A login that ends with the process.
///
/// A class, since the session and a logout share it; a lock guards it.
package final class MemoryCredentialStore: CredentialStore {
  private let kept: Mutex<Credential?>

  package init(_ credential: Credential? = nil) { kept = Mutex(credential) }

  package var place: String { "memory" }

  package func read() throws(SessionError) -> Credential? { kept.withLock { $0 } }

  package func write(_ credential: Credential) throws(SessionError) {
    kept.withLock { $0 = credential }
  }

  package func remove() throws(SessionError) { kept.withLock { $0 = nil } }

  package func lock(
    _ clock: any Clock<Duration>
  ) async throws(SessionError) -> any CredentialLock {
    NoLock()
  }

  private struct NoLock: CredentialLock {
    func release() {}
  }
}
