/// What names of entities, fields and choices may be.
///
/// - Source: `data-service-api.md` §2.6.
enum NameRules {
  static func checkEntity(_ name: String) throws(RequestFailure) {
    try check(name, 3...30, "Entity")
  }

  static func checkField(_ name: String) throws(RequestFailure) {
    try check(name, 3...100, "Field")
    if SystemFields.reservedNames.contains(name.lowercased()) {
      throw .invalid("Field name '\(name)' is reserved for a system field.")
    }
  }

  static func checkChoice(_ name: String) throws(RequestFailure) {
    guard (1...250).contains(name.utf8.count), name.utf8.allSatisfy(isLetterOrDigit) else {
      throw .invalid("Choice name '\(name)' must be 1 to 250 letters and digits.")
    }
    if languageKeywords.contains(name) {
      throw .invalid("RESERVED_LANGUAGE_KEYWORDS: choice name '\(name)' is a reserved keyword.")
    }
  }

  static func checkLength(
    _ text: String?,
    _ most: Int,
    _ what: String
  ) throws(RequestFailure) {
    if let text, text.utf16.count > most {
      throw .invalid("\(what) exceeds the maximum length of \(most).")
    }
  }

  private static func check(
    _ name: String,
    _ lengths: ClosedRange<Int>,
    _ kind: String
  ) throws(RequestFailure) {
    guard lengths.contains(name.utf8.count), name.utf8.allSatisfy(isLetterOrDigit),
      let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else {
      throw .invalid(
        "\(kind) name '\(name)' must be \(lengths.lowerBound) to \(lengths.upperBound) letters and "
          + "digits and begin with a letter."
      )
    }
    if languageKeywords.contains(name.lowercased()) {
      throw .invalid(
        "RESERVED_LANGUAGE_KEYWORDS: \(kind.lowercased()) name '\(name)' is a reserved keyword."
      )
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// The keywords of C# and Visual Basic, which generated code could not use, in lower case.
  private static let languageKeywords = Set(
    """
    abstract as base bool break byte case catch char checked class const continue decimal default \
    delegate do double else enum event explicit extern false finally fixed float for foreach goto \
    if implicit in int interface internal is lock long namespace new null object operator out \
    override params private protected public readonly ref return sbyte sealed short sizeof \
    stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe \
    ushort using virtual void volatile while \
    addhandler addressof alias and andalso boolean byref byval call cbool cbyte cchar cdate cdbl \
    cdec cint clng cobj csbyte cshort csng cstr ctype cuint culng cushort date declare dim \
    directcast each elseif end endif erase error exit friend function get gettype getxmlnamespace \
    global gosub handles imports inherits integer let lib like loop me mod module mustinherit \
    mustoverride mybase myclass nameof narrowing next not nothing notinheritable notoverridable of \
    on option optional or orelse overloads overridable overrides paramarray partial property \
    raiseevent redim rem removehandler resume select set shadows shared single step stop structure \
    sub synclock then to trycast uinteger ulong until variant wend when widening with withevents \
    writeonly xor
    """.split(separator: " ").map { String($0) }
  )
}
