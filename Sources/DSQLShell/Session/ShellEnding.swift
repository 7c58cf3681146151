import Glibc

/// How a run of the shell ends.
///
/// - Source: `shell-conventions.md` §2.
package enum ShellEnding: Hashable, Sendable {
  case status(Int32)
  /// By a signal that is raised again, so that the caller sees it.
  case signal(Int32)

  /// The status that a shell shows for it.
  package var status: Int32 {
    switch self {
    case .status(let status): status
    case .signal(let number): 128 + number
    }
  }

  /// Ends the process this way.
  package func leave() -> Never {
    switch self {
    case .status(let status): exit(status)
    case .signal(let number):
      _ = Glibc.signal(number, SIG_DFL)
      var blocked = sigset_t()
      sigemptyset(&blocked)
      sigaddset(&blocked, number)
      pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
      raise(number)
      exit(128 + number)
    }
  }
}
