import Glibc

/// Another program, started as a person would start it from a terminal.
///
/// Not Foundation's `Process`: its child inherits the signals that the starting thread blocks, and the
/// threads of Swift's pool block nearly all. A browser that never hears of the end of its own children
/// does not come up.
package struct ForeignProgram: Sendable {
  private let id: pid_t

  /// Starts a program in a process group of its own, so that Ctrl-C at our prompt does not end it.
  ///
  /// It reads nothing, and what it says on standard error is thrown away.
  ///
  /// - Parameters:
  ///   - path: The program's file.
  ///   - arguments: The words after its name.
  ///   - environment: All of its variables.
  ///   - output: The descriptor that becomes its standard output; nil throws the output away.
  /// - Returns: The program; nil where it cannot be started.
  package static func start(
    _ path: String,
    _ arguments: [String],
    environment: [String: String],
    output: Int32? = nil
  ) -> ForeignProgram? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    if let output {
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)
    )

    var id: pid_t = 0
    let failure = withCStrings([path] + arguments) { words in
      withCStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawn(&id, path, &actions, &attributes, words, variables)
      }
    }
    return failure == 0 ? ForeignProgram(id: id) : nil
  }

  /// Asks it to end.
  package func terminate() { kill(id, SIGTERM) }

  /// Waits for its end, which blocks the thread.
  package func wait() {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
  }

  private static func withCStrings<Answer>(
    _ texts: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Answer
  ) -> Answer {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
