import DSQLDiagnostics

/// A text whose places of faults stand between `«` and `»`.
struct MarkedText {
  let text: String
  let spans: [SourceSpan]

  init(_ marked: String) {
    var text = ""
    var spans: [SourceSpan] = []
    var lower = 0
    for character in marked {
      switch character {
      case "«": lower = text.utf8.count
      case "»": spans.append(SourceSpan(lower, text.utf8.count))
      default: text.append(character)
      }
    }
    self.text = text
    self.spans = spans
  }
}
