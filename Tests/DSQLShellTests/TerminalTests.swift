import Testing

/// What runs on a pseudo terminal, one test after another: the terminal library under libedit keeps
/// its description of the terminal in one place for the whole process.
@Suite("On a terminal", .serialized)
enum TerminalTests {}
