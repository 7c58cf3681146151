import Glibc

/// Commands of the user, run by a shell as children of this process.
struct ChildCommand: Sendable {
  /// The program that is started where no command is given.
  var shell = "/bin/sh"
  var directory: String
  var environment: [String: String]

  /// A child that runs.
  struct Running: Sendable {
    let process: pid_t

    /// Waits for the end; answers what a shell would call its status.
    func wait() -> Int32 {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0 {
        if errno != EINTR { return 127 }
      }
      let signal = status & 0x7F
      return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
  }

  /// Starts a command.
  ///
  /// - Parameters:
  ///   - command: What the shell is to run; nil starts the shell itself.
  ///   - input: The descriptor that becomes its standard input; nil leaves ours.
  ///   - output: The descriptor that becomes its standard output; nil leaves ours.
  /// - Returns: The child, or the system's reason.
  func start(
    _ command: String?,
    input: Int32? = nil,
    output: Int32? = nil
  ) -> Result<Running, OutputError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What we ignore or block for ourselves is no business of the child.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    )

    let enter = "cd -- \"$1\" && "
    let words =
      command.map { ["/bin/sh", "-c", enter + "eval \"$2\"", "sh", directory, $0] }
      ?? ["/bin/sh", "-c", enter + "exec \"$2\"", "sh", directory, shell]
    var process: pid_t = 0
    let failure = Self.withCStrings(words) { arguments in
      Self.withCStrings(childEnvironment) { environment in
        posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, environment)
      }
    }
    if failure != 0 { return .failure(.failed("/bin/sh: \(SystemReason.text(failure))")) }
    return .success(Running(process: process))
  }

  /// Runs a command to its end and answers what it wrote, with its status.
  func output(of command: String) -> Result<(text: String, status: Int32), OutputError> {
    let ends: PipeEnds
    switch PipeEnds.make() {
    case .success(let made): ends = made
    case .failure(let error): return .failure(error)
    }
    let started = start(command, output: ends.writeEnd)
    close(ends.writeEnd)
    defer { close(ends.readEnd) }
    return started.map { child in
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(ends.readEnd, &chunk, chunk.count)
        if count > 0 { bytes.append(contentsOf: chunk[..<count]) }
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      let status = child.wait()
      if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
      return (String(decoding: bytes, as: UTF8.self), status)
    }
  }

  /// The environment without secrets, which no child is given.
  private var childEnvironment: [String] {
    environment.filter { name, _ in
      let isOurs = name.hasPrefix("UIPATH_") || name.hasPrefix("DSQL_")
      let isSecret = ["TOKEN", "SECRET", "PASSWORD", "KEY"].contains { name.contains($0) }
      let isKnown = ["DSQL_PAT", "UNATTENDED_USER_ACCESS_TOKEN"].contains(name)
      return !(isOurs && isSecret || isKnown)
    }
    .map { "\($0)=\($1)" }
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
