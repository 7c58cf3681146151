import Foundation

/// How one run of the program ended, and what it wrote.
struct ProgramRun: Sendable {
  var status: Int32
  var output: String
  var errors: String
}
