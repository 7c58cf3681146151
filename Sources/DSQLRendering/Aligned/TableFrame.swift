/// The lines that a table is drawn with.
struct TableFrame {
  /// Where a horizontal line stands.
  enum Place { case top, middle, bottom }

  let border: Int
  private let isUnicode: Bool

  init(_ options: RenderOptions) {
    border = options.format == .box ? 2 : min(max(options.border, 0), 2)
    isUnicode = options.format == .box || options.lineStyle == .unicode
  }

  var horizontal: String { isUnicode ? "─" : "-" }
  var vertical: String { isUnicode ? "│" : "|" }
  /// Says that a value goes on below after a line break of its own.
  var newlineMark: String { isUnicode ? "↵" : "+" }
  /// Says that a value goes on below because the line is full.
  var wrapMark: String { isUnicode ? "…" : "." }

  /// What stands before a row's first value.
  var lead: String {
    switch border {
    case 0: ""
    case 1: " "
    default: vertical + " "
    }
  }

  /// What stands between two values.
  var divider: String { border == 0 ? " " : " \(vertical) " }

  /// What stands after a row's last value.
  var trail: String { border == 2 ? " " + vertical : "" }

  /// The cells of a line around its values.
  func frameCells(columns: Int) -> Int {
    switch border {
    case 0: max(columns - 1, 0)
    case 1: columns * 3 - 1
    default: columns * 3 + 1
    }
  }

  /// A horizontal line over columns of given widths.
  func rule(_ widths: [Int], at place: Place) -> String {
    let lines = widths.map { String(repeating: horizontal, count: $0) }
    switch border {
    case 0: return lines.joined(separator: " ")
    case 1:
      return horizontal + lines.joined(separator: horizontal + cross(place) + horizontal)
        + horizontal
    default:
      return left(place) + horizontal
        + lines.joined(separator: horizontal + cross(place) + horizontal) + horizontal
        + right(place)
    }
  }

  func cross(_ place: Place) -> String {
    guard isUnicode else { return "+" }
    switch place {
    case .top: return "┬"
    case .middle: return "┼"
    case .bottom: return "┴"
    }
  }

  func left(_ place: Place) -> String {
    guard isUnicode else { return "+" }
    switch place {
    case .top: return "┌"
    case .middle: return "├"
    case .bottom: return "└"
    }
  }

  func right(_ place: Place) -> String {
    guard isUnicode else { return "+" }
    switch place {
    case .top: return "┐"
    case .middle: return "┤"
    case .bottom: return "┘"
    }
  }
}
