import HTML
import Journal
import NetworkLife

/// What a reader chose of a list, as its address says it. What makes no sense there is as if not chosen.
struct ListState: Equatable, Sendable {
    enum Place: Equatable, Sendable {
        case start
        case after(AnyID)
        case before(AnyID)
    }

    /// As typed, for the search box.
    let search: String
    /// The folded words that each row must have, in any order.
    let words: [String]
    let filters: [String: String]
    let sort: String
    let isDescending: Bool
    let place: Place
    private let isUsualOrder: Bool

    private static let longest = 100
    private static let mostWords = 8

    init(_ query: [String: String], filters: [ListFilter], sorts: [ListSort]) {
        search = String((query["q"] ?? "").unicodeScalars.prefix(Self.longest).filter { $0.properties.generalCategory != .control })
        words = Array(Folded.key(search).split(separator: " ").prefix(Self.mostWords).map(String.init))
        self.filters = Dictionary(
            uniqueKeysWithValues: filters.compactMap { filter in query[filter.name].flatMap { $0.isEmpty ? nil : (filter.name, $0) } })
        let order = query["sort"] ?? ""
        let chosen = sorts.first { $0.name == (order.hasPrefix("-") ? String(order.dropFirst()) : order) }
        sort = (chosen ?? sorts[0]).name
        isDescending = chosen == nil ? sorts[0].beginsDescending : order.hasPrefix("-")
        isUsualOrder = sort == sorts[0].name && isDescending == sorts[0].beginsDescending
        place = query["after"].flatMap { AnyID($0) }.map(Place.after) ?? query["before"].flatMap { AnyID($0) }.map(Place.before) ?? .start
    }

    /// Whether the list shows less than all.
    var isNarrowed: Bool { !search.isEmpty || !filters.isEmpty }
    var isFolded: Bool { filters.isEmpty && isUsualOrder }
    var order: String { (isDescending ? "-" : "") + sort }

    /// The list as it is chosen, from its start.
    func address(_ path: SitePath) -> Address {
        var address = path()
        if !search.isEmpty { address = address.query("q", search) }
        for (name, code) in filters.sorted(by: { $0.key < $1.key }) { address = address.query(name, code) }
        return isUsualOrder ? address : address.query("sort", order)
    }
}
