/// The words that the service refuses as names.
///
/// - Source: `data-service-api.md` §2.6: the keywords of C# and Visual Basic and words of SQL.
enum ReservedWords {
  /// Whether a name of an entity or a field is refused, in any letter case.
  static func contains(_ name: String) -> Bool {
    let word = name.lowercased()
    return keywords.contains(word) || visualBasic.contains(word) || sql.contains(word)
  }

  /// Whether a name of a choice is refused: keywords in lower case alone.
  static func isKeyword(_ name: String) -> Bool { keywords.contains(name) }

  private static let keywords = words(
    """
    abstract as base bool break byte case catch char checked class const continue decimal default
    delegate do double else enum event explicit extern false finally fixed float for foreach goto if
    implicit in int interface internal is lock long namespace new null object operator out override
    params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
    string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual
    void volatile while
    """
  )

  private static let visualBasic = words(
    """
    addhandler addressof alias and andalso boolean byref byval call cbool cbyte cchar cdate cdbl
    cdec cint clng cobj csbyte cshort csng cstr ctype cuint culng cushort date declare dim
    directcast each elseif end endif erase error exit friend function get gettype getxmlnamespace
    global gosub handles implements imports inherits integer let lib like loop me mod module
    mustinherit mustoverride mybase myclass narrowing next not nothing notinheritable notoverridable
    of on option optional or orelse overloads overridable paramarray partial property raiseevent
    redim rem removehandler resume select set shadows shared single step stop structure sub synclock
    then to trycast typeof uinteger until wend when widening with withevents writeonly xor
    """
  )

  private static let sql = words(
    """
    add all alter any between by check column constraint create cross database delete desc
    distinct drop exec execute exists foreign from full group having index inner insert into join key
    left limit order outer primary procedure right rownum table top truncate union unique update
    values view where
    """
  ).subtracting(["key"])

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
