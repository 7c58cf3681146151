import GRDBSQLite
import Synchronization

/// Ends what runs on a connection, now or as soon as it begins.
///
/// `sqlite3_interrupt` alone would be lost between two calls, so SQLite also asks here every few
/// thousand instructions. A class, since SQLite keeps it by a pointer.
final class StopSignal: Sendable {
  private let isRaised = Atomic(false)

  func raise() { isRaised.store(true, ordering: .relaxed) }

  /// Makes a connection listen; whoever owns the connection keeps this object as long.
  func attach(_ database: OpaquePointer) {
    sqlite3_progress_handler(
      database,
      4000,
      { pointer in
        guard let pointer else { return 0 }
        let signal = Unmanaged<StopSignal>.fromOpaque(pointer).takeUnretainedValue()
        return signal.isRaised.load(ordering: .relaxed) ? 1 : 0
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }
}
