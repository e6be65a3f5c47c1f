/// From candidates that tokens gave to the people a page shows, opening as few names as it can.
package enum PersonSearch {
    /// So many candidates are worth having; those who share most parts of the name come first.
    package static let most = 200
    /// So many are opened at a time. Where none of them has a like name, those behind hardly do either, and stay closed.
    package static let batch = 20

    /// Those whose names are like, the likest first. `open` gives what is known of each person of a batch, and leaves out whom the reader may not open.
    package static func found<Person>(
        _ sought: Traits, among candidates: [Person], frequent: FrequentNames, open: (ArraySlice<Person>) throws -> [(Person, Traits)]
    ) rethrows -> [(person: Person, likeness: Likeness)] {
        try found(among: candidates, where: \.hasLikeNames) { batch in
            try open(batch).map { (person: $0.0, likeness: Likeness(sought, $0.1, frequent: frequent)) }
        }
    }

    /// Those of whom enough speaks, the likest first; `open` says how like each person of a batch is whom the reader may open.
    package static func found<Candidate, Person>(
        among candidates: [Candidate], where speaks: (Likeness) -> Bool, open: (ArraySlice<Candidate>) throws -> [(person: Person, likeness: Likeness)]
    ) rethrows -> [(person: Person, likeness: Likeness)] {
        var found: [(person: Person, likeness: Likeness)] = []
        for start in stride(from: 0, to: min(candidates.count, most), by: batch) {
            let opened = try open(candidates[start..<min(start + batch, candidates.count, most)])
            let like = opened.filter { speaks($0.likeness) }
            if like.isEmpty, !opened.isEmpty { break }
            found += like
        }
        // Of two who are as like, the one whom the tokens put first.
        return found.enumerated().sorted { ($1.element.likeness.bits, $0.offset) < ($0.element.likeness.bits, $1.offset) }.map(\.element)
    }
}
