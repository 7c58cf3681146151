/// What keeps the rows of a read in motion while they are used.
protocol InputDriver: Sendable {
  /// Works until there is no more to do or the task is cancelled; belongs in the scope that reads.
  func run() async

  /// Ends the read: whoever still reads is told that it was cancelled.
  func close()
}
