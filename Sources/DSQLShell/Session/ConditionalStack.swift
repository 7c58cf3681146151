/// The `\if` blocks that are open, innermost last.
///
/// - Source: `shell-conventions.md` §6.
struct ConditionalStack: Sendable {
  private enum Branch: Sendable {
    /// This branch runs.
    case active
    /// No branch of the block was true so far.
    case waiting
    /// A branch of the block has run, or the whole block is skipped.
    case done
  }

  private struct Block: Sendable {
    var branch: Branch
    var hasElse = false
  }

  private var blocks: [Block] = []

  var isEmpty: Bool { blocks.isEmpty }
  var depth: Int { blocks.count }

  /// Whether what is read runs.
  var isActive: Bool { blocks.allSatisfy { $0.branch == .active } }

  /// Whether the condition of an `\elif` counts.
  var needsCondition: Bool { blocks.last?.branch == .waiting }

  /// Opens a block.
  mutating func begin(_ condition: Bool) {
    blocks.append(Block(branch: !isActive ? .done : condition ? .active : .waiting))
  }

  /// Goes to the next branch; answers what is wrong with that.
  mutating func elseIf(_ condition: Bool) -> String? {
    guard let block = blocks.last else { return "\\elif: no matching \\if" }
    if block.hasElse { return "\\elif: cannot occur after \\else" }
    advance(condition)
    return nil
  }

  /// Goes to the last branch; answers what is wrong with that.
  mutating func otherwise() -> String? {
    guard let block = blocks.last else { return "\\else: no matching \\if" }
    if block.hasElse { return "\\else: cannot occur after \\else" }
    advance(true)
    blocks[blocks.count - 1].hasElse = true
    return nil
  }

  /// Closes a block; answers what is wrong with that.
  mutating func end() -> String? {
    blocks.popLast() == nil ? "\\endif: no matching \\if" : nil
  }

  private mutating func advance(_ condition: Bool) {
    let last = blocks.count - 1
    switch blocks[last].branch {
    case .active, .done: blocks[last].branch = .done
    case .waiting: blocks[last].branch = condition ? .active : .waiting
    }
  }
}

/// The condition of `\if`: a Boolean, or a comparison of two words.
enum Condition {
  /// What the words say; nil where they say nothing.
  static func value(of words: [String]) -> Bool? {
    if words.count == 1 { return BooleanWord.value(of: words[0]) }
    guard words.count == 3 else { return nil }
    let (left, right) = (words[0], words[2])
    switch words[1] {
    case "=": return left == right
    case "<>", "!=": return left != right
    case "<", "<=", ">", ">=":
      guard let left = Int(left), let right = Int(right) else { return nil }
      switch words[1] {
      case "<": return left < right
      case "<=": return left <= right
      case ">": return left > right
      default: return left >= right
      }
    default: return nil
    }
  }
}
