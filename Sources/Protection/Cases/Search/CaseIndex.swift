import Access
import Accounts
import Journal
import Matching
import Storage
import Vault

/// The index key of one generation, opened, and the names that are split under it.
struct OpenedIndex {
    let key: IndexKey
    let frequent: FrequentNames
    /// Whether the table of frequent names is kept already.
    let isKept: Bool

    var edition: SubjectIndex.Edition { .init(generation: key.generation, version: NameFolding.version) }

    /// All that this ring opens of an organisation's index, the latest generation first.
    ///
    /// A generation without a table of its own yet goes on from the one before; the first begins with the names that invented persons bear.
    static func all(of organization: ID<Organization>, by ring: Keyring, _ connection: any Connection) throws -> [OpenedIndex] {
        var earlier = FrequentNames.initial
        return try ring.indexKeys(of: organization, connection).reversed().map { key in
            let table = try connection.indexTable(of: key.circle, generation: key.generation)
                .flatMap { sealed in try? FrequentNames(bytes: key.open(table: sealed)) }
            earlier = table ?? earlier
            return OpenedIndex(key: key, frequent: earlier, isKept: table != nil)
        }.reversed()
    }

    func keep(_ frequent: FrequentNames, _ connection: any Connection) throws {
        try connection.keep(indexTable: try key.seal(table: frequent.bytes), of: key.circle, generation: key.generation)
    }
}

/// The tokens by which the people of case files are found again (FORMATS 17): made in the transaction that writes what is searched, by a session that
/// can open the file; where the session cannot, the file waits for one that can.
package enum CaseIndex {
    /// How many files one request indexes anew.
    package static let portion = 200

    /// Indexes these files as the act leaves them. Those that this ring does not open stay owed.
    package static func update(_ caseFiles: [AnyID], by ring: Keyring, in act: Act) throws {
        guard let organization = act.scope.owner, let latest = try OpenedIndex.all(of: organization, by: ring, act.connection).first else { return }
        for caseFile in caseFiles where try index(caseFile.cast(), of: organization, under: latest, by: ring, act.connection) { act.hasIndexed(caseFile) }
    }

    /// How many files of an organisation wait for a session that can open them: what came from elsewhere, what was undone, all after a new key.
    package static func owed(of organization: ID<Organization>, _ connection: any Connection) throws -> Int {
        guard let generation = try connection.indexGeneration(of: organization) else { return 0 }
        return try connection.owedIndexCount(of: organization.cast(), .init(generation: generation, version: NameFolding.version))
    }

    /// Indexes anew as many files as one request bears; once none is left, earlier keys go. Returns how many were indexed.
    package static func reindex(_ organization: ID<Organization>, by ring: Keyring, most: Int = portion, _ connection: any Connection) throws -> Int {
        guard let latest = try OpenedIndex.all(of: organization, by: ring, connection).first,
            try connection.indexGeneration(of: organization) == latest.key.generation
        else { throw Circles.notHolder }
        var (done, last) = (0, AnyID(high: 0, low: 0))
        while done < most {
            let owed = try connection.owedIndexes(of: organization.cast(), latest.edition, after: last, limit: most)
            for caseFile in owed.prefix(most - done) {
                last = caseFile
                if try index(caseFile.cast(), of: organization, under: latest, by: ring, connection) { done += 1 }
            }
            if owed.count < most { break }
        }
        if try owed(of: organization, connection) == 0 {
            try connection.discardIndexKeys(of: organization, before: latest.key.generation)
            try connection.discardIndexTables(of: latest.key.circle, before: latest.key.generation)
        }
        return done
    }

    // MARK: Counting the frequent names anew

    /// Whether the register has grown so much that its own frequent names are to be counted again, as a session that opens the index sees it.
    package static func isOutgrown(_ organization: ID<Organization>, by ring: Keyring, _ connection: any Connection) throws -> Bool {
        guard let latest = try OpenedIndex.all(of: organization, by: ring, connection).first else { return false }
        return latest.frequent.isOutgrown(by: try connection.indexedCount(of: organization.cast()))
    }

    /// Counts the frequent names of all that this ring opens.
    package static func recount(_ organization: ID<Organization>, by ring: Keyring, _ connection: any Connection) throws -> Recount {
        guard let latest = try OpenedIndex.all(of: organization, by: ring, connection).first else { throw Circles.notHolder }
        var names: [(file: AnyID, parts: [NamePart])] = []
        var last = AnyID(high: 0, low: 0)
        while true {
            let files = try connection.indexed(of: organization.cast(), after: last, limit: portion)
            guard let end = files.last else { break }
            let keys = try ring.dataKeys(of: files, connection)
            for list in connection.lists(of: files.map(\.value)) {
                for person in try connection.all(CasePerson.self, "WHERE case_file IN \(list.places) ORDER BY id", list.values).map(\.record) {
                    guard let file = person.caseFile?.cast() as AnyID?, let opened = person.opened(with: keys[file] ?? []) else { continue }
                    names.append((file, CaseTraits(namesOf: opened).names))
                }
            }
            last = end
        }
        let frequent = FrequentNames(counting: names.map(\.parts), after: latest.frequent)
        let risen = frequent.risen(above: latest.frequent)
        let owed = Set(names.filter { $0.parts.contains { risen.contains($0.frame) } }.map(\.file))
        return Recount(organization: organization, index: latest, frequent: frequent, owed: owed.sorted())
    }

    /// What a count came to, to be kept.
    package struct Recount: Sendable {
        fileprivate let organization: ID<Organization>
        fileprivate let index: OpenedIndex
        fileprivate let frequent: FrequentNames
        /// The files of those whose name is split into more than before: until they are indexed anew, they are found as they were.
        package let owed: [AnyID]

        /// Keeps the table, and owes the tokens of these files.
        package func keep(_ connection: any Connection) throws {
            try index.keep(frequent, connection)
            for file in owed { try connection.owesIndex(file, of: organization.cast()) }
        }
    }

    /// Puts the tokens of a file's people in the place of those it had; false where the ring does not open it.
    private static func index(
        _ id: ID<CaseFile>, of organization: ID<Organization>, under index: OpenedIndex, by ring: Keyring, _ connection: any Connection
    ) throws -> Bool {
        let keys = try ring.dataKeys(of: id.cast(), connection)
        guard !keys.isEmpty, let file = try connection.find(CaseFile.self, id)?.record.opened(with: keys) else { return false }
        let people = try connection.all(CasePerson.self, "WHERE case_file = ? ORDER BY id LIMIT 500", [id.value]).map { $0.record.opened(with: keys) }
        guard people.allSatisfy({ $0 != nil }) else { return false }
        if !index.isKept { try index.keep(index.frequent, connection) }
        var marks: Set<SubjectIndex.Mark> = []
        for person in people.compactMap({ $0 }) {
            let traits = CaseTraits(person, of: file)
            for token in IndexTokens.tokens(for: traits.names, key: index.key, frequent: index.frequent, draw: { Int.random(in: 0..<$0) }) {
                marks.insert(.init(person: person.record.id.cast(), token: token.value))
            }
        }
        for telephone in CaseTraits.numbers(in: file[\.telephone]) {
            marks.insert(.init(person: id.cast(), token: IndexTokens.token(forTelephone: telephone, key: index.key).value))
        }
        try connection.index(id.cast(), of: organization.cast(), marks, index.edition)
        return true
    }
}
