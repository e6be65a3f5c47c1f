import Access
import Accounts
import Journal
import Matching
import Storage
import Vault

/// A case file that may be the one looked for, opened by the reader's keys, and why.
package struct CaseMatch: Sendable {
    package let file: Opened<CaseFile>
    package let person: Opened<CasePerson>
    /// How much speaks for it.
    let bits: Double
    /// One sentence; nil where the number was typed.
    package let reason: Phrase?
}

/// What a search finds for one reader.
package struct CaseFindings: Sendable {
    /// The likest first.
    package var matches: [CaseMatch] = []
    /// Whether a file that this reader may not open has two parts in common with the question; which one, and how many, is not said.
    package var isKnownToOthers = false
    /// Whether the reader’s session opens the index at all.
    package var hasIndex = false
}

/// Asks the tokens of an organisation's index, opens those that answer, and keeps what is like the question.
package struct CaseSearch {
    /// How many are shown.
    private static let shown = 20

    private let reader: Reader
    private let ring: Keyring
    private let connection: any Connection

    package init(for reader: Reader, by ring: Keyring, _ connection: any Connection) {
        (self.reader, self.ring, self.connection) = (reader, ring, connection)
    }

    /// `asksOthers` says whether the files that the reader may not open are asked too.
    package func find(_ question: CaseQuestion, asksOthers: Bool) throws -> CaseFindings {
        let indexes = try OpenedIndex.all(of: reader.organization, by: ring, connection)
        let candidates = try candidates(question, indexes)
        let mayOpen = try openable(among: candidates, most: asksOthers ? candidates.count : PersonSearch.most)
        var found = CaseFindings()
        found.hasIndex = !indexes.isEmpty
        if asksOthers { found.isKnownToOthers = candidates.contains { $0.parts.exact.nonzeroBitCount >= 2 && !mayOpen.contains($0.file) } }
        var seen: Set<AnyID> = []
        // The likest of each file, and they come in that order.
        let like = try open(candidates.filter { mayOpen.contains($0.file) }, question, indexes.first?.frequent ?? .none)
            .filter { seen.insert($0.person.caseFile).inserted }.prefix(Self.shown)
        let files = try files(of: like.map(\.person.caseFile))
        found.matches = like.compactMap { held, likeness in files[held.caseFile].flatMap { held.match($0, likeness) } }
        if let match = try numbered(question) {
            found.matches.removeAll { $0.file.record.id == match.file.record.id }
            found.matches.insert(match, at: 0)
        }
        found.matches = Array(found.matches.prefix(Self.shown))
        return found
    }

    // MARK: Candidates

    private struct Candidate {
        let file: AnyID
        /// The person, or the file where its telephone answered.
        let person: AnyID
        let parts: Parts
        /// An exact part before a near one.
        let strength: Int

        init(file: AnyID, person: AnyID, parts: Parts) {
            (self.file, self.person, self.parts) = (file, person, parts)
            strength = parts.exact.nonzeroBitCount + (parts.exact | parts.near).nonzeroBitCount
        }
    }

    /// Which parts of the question: those that answered exactly, and those of which something a consonant away did.
    private struct Parts {
        var exact: UInt32 = 0
        var near: UInt32 = 0

        mutating func join(_ other: Parts) {
            exact |= other.exact
            near |= other.near
        }
    }

    /// Whom the tokens answer for, those who meet most parts first.
    private func candidates(_ question: CaseQuestion, _ indexes: [OpenedIndex]) throws -> [Candidate] {
        var asked: [AnyID: Parts] = [:]
        // What was typed beyond a few parts tells nobody apart.
        let names = question.traits.names.prefix(12)
        for index in indexes {
            for (place, name) in names.enumerated() {
                for query in IndexTokens.queries(for: [name], key: index.key, frequent: index.frequent) {
                    for token in query.near { asked[token.id, default: Parts()].near |= 1 << place }
                    for token in query.exact { asked[token.id, default: Parts()].exact |= 1 << place }
                }
            }
            for (place, telephone) in question.traits.telephones.sorted().prefix(12).enumerated() {
                asked[IndexTokens.token(forTelephone: telephone, key: index.key).id, default: Parts()].exact |= 1 << (names.count + place)
            }
        }
        var met: [AnyID: (file: AnyID, parts: Parts)] = [:]
        try connection.marked(Array(asked.keys)) { token, file, person in
            if let parts = asked[token] { met[person, default: (file, Parts())].parts.join(parts) }
        }
        return met.map { person, found in
            var parts = found.parts
            // The telephone is the file's: it counts for each of its people.
            if person != found.file, let ofFile = met[found.file] { parts.join(ofFile.parts) }
            return Candidate(file: found.file, person: person, parts: parts)
        }.sorted { $0.strength == $1.strength ? $0.person < $1.person : $0.strength > $1.strength }
    }

    /// The files among them that the rules let this reader open; once there are so many, no more are looked for.
    private func openable(among candidates: [Candidate], most: Int) throws -> Set<AnyID> {
        if reader.roles.contains(.supervisor) { return Set(candidates.map(\.file)) }
        let files = distinct(candidates.map(\.file))
        let (sql, values) = reader.caseFiles
        var open: Set<AnyID> = []
        for start in stride(from: 0, to: files.count, by: 128) where open.count < most {
            let part = files[start..<min(files.count, start + 128)].map(\.value)
            let padded = part + Array(repeating: part[0], count: 128 - part.count)
            let places = Array(repeating: "?", count: 128).joined(separator: ", ")
            try connection.each("SELECT id FROM case_file WHERE \(sql) AND id IN (\(places))", values + padded) {
                open.insert(try AnyID(value: .bytes($0.bytes(0))))
            }
        }
        return open
    }

    // MARK: Opening

    /// A candidate as it is held: of what is sealed, as much is opened as is asked for.
    private struct Held {
        let caseFile: AnyID
        let person: CasePerson
        let keys: [DataKey]

        /// How much their names speak for them; nil where these do not open.
        func likeness(byNames question: CaseQuestion, _ frequent: FrequentNames) -> Likeness? {
            person.opened(with: keys, only: CaseTraits.ofNames).map { question.traits.likeness(to: CaseTraits(namesOf: $0), frequent: frequent) }
        }

        func likeness(to question: CaseQuestion, in file: CaseFile, _ frequent: FrequentNames) -> Likeness? {
            guard let person = person.opened(with: keys, only: question.ofPerson), let file = file.opened(with: keys, only: question.ofFile) else { return nil }
            return question.traits.likeness(to: CaseTraits(person, of: file), frequent: frequent)
        }

        /// Opened whole; nil where that fails.
        func match(_ file: CaseFile, _ likeness: Likeness) -> CaseMatch? {
            guard let file = file.opened(with: keys), let person = person.opened(with: keys) else { return nil }
            return CaseMatch(file: file, person: person, bits: likeness.bits, reason: likeness.sentence)
        }
    }

    /// Candidates, as many as are worth it, held against the question; the likest first. Of those whose names speak against them, nothing else is read.
    private func open(_ candidates: [Candidate], _ question: CaseQuestion, _ frequent: FrequentNames) throws -> [(person: Held, likeness: Likeness)] {
        try PersonSearch.found(among: candidates, where: question.speaks) { batch in
            let named = try held(batch).compactMap { held in held.likeness(byNames: question, frequent).map { (person: held, likeness: $0) } }
            guard question.asksBeyondNames else { return named }
            let files = try files(of: named.filter { !$0.likeness.hasUnlikeNames }.map(\.person.caseFile))
            return named.compactMap { person, byNames in
                guard !byNames.hasUnlikeNames else { return (person, byNames) }
                return files[person.caseFile].flatMap { person.likeness(to: question, in: $0, frequent) }.map { (person, $0) }
            }
        }
    }

    /// The people of a batch, in its order: two statements, however many they are. Where a file's telephone answered, each of its people.
    private func held(_ batch: ArraySlice<Candidate>) throws -> [Held] {
        let keys = try ring.dataKeys(of: distinct(batch.map(\.file)), connection)
        let ofFiles = batch.filter { $0.person == $0.file }.map(\.file.value)
        let people =
            try connection.lists(of: batch.filter { $0.person != $0.file }.map(\.person.value)).flatMap { list in
                try connection.all(CasePerson.self, "WHERE id IN \(list.places)", list.values)
            }
            + connection.lists(of: ofFiles).flatMap { list in
                try connection.all(CasePerson.self, "WHERE case_file IN \(list.places) ORDER BY id LIMIT 500", list.values)
            }
        let byPerson = Dictionary(people.map { ($0.id.cast() as AnyID, [$0.record]) }) { one, _ in one }
        let byFile = Dictionary(grouping: people.map(\.record)) { $0.caseFile?.cast() ?? AnyID(high: 0, low: 0) }
        return batch.flatMap { candidate -> [Held] in
            guard let keys = keys[candidate.file] else { return [] }
            return ((candidate.person == candidate.file ? byFile : byPerson)[candidate.person] ?? []).map {
                Held(caseFile: candidate.file, person: $0, keys: keys)
            }
        }
    }

    /// These files, as far as they are the reader's organisation's.
    private func files(of ids: [AnyID]) throws -> [AnyID: CaseFile] {
        let files = try connection.lists(of: distinct(ids).map(\.value)).flatMap { list in
            try connection.all(CaseFile.self, "WHERE id IN \(list.places)", list.values)
        }
        return Dictionary(uniqueKeysWithValues: files.filter { $0.record.organization == reader.organization }.map { ($0.id.cast(), $0.record) })
    }

    private func distinct(_ ids: [AnyID]) -> [AnyID] {
        var seen: Set<AnyID> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private func file(_ id: ID<CaseFile>) throws -> (file: Opened<CaseFile>, keys: [DataKey])? {
        let keys = try ring.dataKeys(of: id.cast(), connection)
        guard !keys.isEmpty, let record = try connection.find(CaseFile.self, id)?.record, record.organization == reader.organization else { return nil }
        return record.opened(with: keys).map { ($0, keys) }
    }

    /// The file whose number was typed, where the reader may open it.
    private func numbered(_ question: CaseQuestion) throws -> CaseMatch? {
        guard let number = question.number else { return nil }
        let (sql, values) = reader.caseFiles
        guard let record = try connection.all(CaseFile.self, "WHERE \(sql) AND number = ? LIMIT 1", values + [number.value]).first?.record,
            let (file, keys) = try file(record.id),
            let head = try connection.all(
                CasePerson.self, "WHERE case_file = ? AND relation = ? ORDER BY id LIMIT 1", [record.id.value, CaseRelation.head.value]
            ).first?.record,
            let person = head.opened(with: keys)
        else { return nil }
        return CaseMatch(file: file, person: person, bits: .infinity, reason: nil)
    }
}
