import HTML
import Journal

extension SitePath {
    /// The address, with the identifier in its place.
    func callAsFunction(_ id: String) -> Address { Self.known[number].pattern(id) }

    /// What each address has, by its number and put together once: to look it up by its text costs as much as to write the link.
    private static let known: [(pattern: Address.Pattern, area: Area?)] = allCases.enumerated().map { number, path in
        precondition(path.number == number, "an address has another number in memory than in the list")
        let segments = path.rawValue.split(separator: "/").map { String($0) }
        let head = segments.prefix { $0 != ":id" }
        return (Address.Pattern(before: Array(head), after: Array(segments.dropFirst(head.count + 1))), path.listedArea)
    }

    /// The place among all, which is what a case without a payload is in memory.
    private var number: Int {
        withUnsafeBytes(of: self) { $0.count == 1 ? Int($0[0]) : Int($0.loadUnaligned(as: UInt16.self)) }
    }

    func callAsFunction<Subject>(_ id: ID<Subject>) -> Address { self(id.description) }
    func callAsFunction() -> Address { self("") }

    /// Whether it is about the reader's own access, which stays open while something of it is missing.
    var isOwn: Bool { rawValue == "/me" || rawValue.hasPrefix("/me/") }

    /// Whether an address is one of this pattern.
    func matches(_ segments: [Substring]) -> Bool {
        let pattern = rawValue.split(separator: "/")
        return pattern.count == segments.count && zip(pattern, segments).allSatisfy { $0 == ":id" || $0 == $1 }
    }

    /// The site's parts, as the navigation has them.
    var area: Area? { Self.known[number].area }
}
