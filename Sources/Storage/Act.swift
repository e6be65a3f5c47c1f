import Journal

/// Who acts, and how they sign where the act asks for their own signature.
package struct Author: Sendable {
    package let account: ID<Account>
    package let sign: (@Sendable ([UInt8]) throws -> Signature)?

    package init(_ account: ID<Account>, sign: (@Sendable ([UInt8]) throws -> Signature)? = nil) {
        self.account = account
        self.sign = sign
    }
}

/// One act while it is being made: its rules read through `connection`, its changes are in the tables at once, and all of it stands or none.
package final class Act {
    package let connection: any Connection
    package let mark: Mark
    package let scope: Scope
    private let layouts: [String: TableLayout]
    let schema: Schema
    private var drafts: [AnyID: Draft] = [:]
    private var order: [AnyID] = []
    /// The records whose standing only the whole history tells.
    private(set) var contested: Set<AnyID> = []
    private(set) var drops: [Part] = []
    private(set) var attachments: [Attachment] = []
    /// Whether something that this act deletes must leave the disk before it is answered.
    private(set) var needsScrub = false
    /// The subjects whose index follows what this act writes.
    private(set) var indexed: Set<AnyID> = []

    private struct Draft {
        let kind: String
        let subject: AnyID?
        let isMaking: Bool
        var fields: [String: FieldChange] = [:]
        var names: [String] = []

        mutating func set(_ change: FieldChange) {
            // A making carries no null: what it does not name was never written.
            if isMaking, change.value == .null {
                fields[change.field] = nil
                names.removeAll { $0 == change.field }
            } else if fields.updateValue(change, forKey: change.field) == nil {
                names.append(change.field)
            }
        }

        func change(of record: AnyID) -> RecordChange {
            // Fields alone tell of a making, so one without any says that the record is not removed.
            let fields = names.isEmpty ? [FieldChange(Standing.removed, false.value)] : names.map { self.fields[$0]! }
            return RecordChange(kind: kind, record: record, isMaking: isMaking, fields: fields)
        }
    }

    /// A field that an act writes: its value, and the writing that the person saw, if any.
    private struct Edit {
        let value: Value
        let replacing: Versions.Version?
    }

    init(_ connection: any Connection, mark: Mark, scope: Scope, layouts: [String: TableLayout], schema: Schema) {
        self.connection = connection
        self.mark = mark
        self.scope = scope
        self.layouts = layouts
        self.schema = schema
    }

    /// Makes a record; its row stands for the rest of the act.
    package func make<R: Record>(_ record: R, about subject: AnyID? = nil) throws {
        let layout = try layout(of: R.kind)
        let id: AnyID = record.id.cast()
        var values = record.values
        // What an organisation has is its own by the scope it is written in, whatever the record says.
        if let own = scope.owner, let place = layout.kind.columns.firstIndex(where: { $0.name == RecordKind.owner }) { values[place] = own.value }
        guard isBetweenItsParties(layout.kind, values) else { throw StoreError.wrongScope(R.kind) }
        guard drafts[id] == nil else { throw StoreError.alreadyMade(R.kind) }
        // Removed, or heard of before its making came.
        let past = try connection.isNamed(id) ? RecordVersions(of: id, in: try connection.entries(of: id)) : nil
        guard past?.versions.contains(where: \.isMaking) != true else { throw StoreError.alreadyMade(R.kind) }
        var draft = Draft(kind: R.kind, subject: subject ?? record.about, isMaking: true)
        for (column, value) in zip(layout.kind.columns, values) {
            guard value.fits(column.type) else { throw StoreError.unfit(R.kind, field: column.name) }
            if value != .null { draft.set(FieldChange(column.name, value)) }
        }
        add(draft, for: id)
        if past != nil { return try contest(id) }
        let versions = Versions(making: mark)
        try connection.send(
            layout.insert, [id.value, mark.stamp.value, mark.stamp.value, .bytes(versions.bytes)] + values + layout.kind.derive(values))
    }

    /// Whether what is between two names just the two whose scope it is written in.
    private func isBetweenItsParties(_ kind: RecordKind, _ values: [Value]) -> Bool {
        guard case .correspondence(let one, let other) = scope else { return true }
        let named = RecordKind.parties.compactMap { name in kind.columns.firstIndex { $0.name == name }.map { values[$0] } }
        return named.isEmpty || named == [one.value, other.value] || named == [other.value, one.value]
    }

    /// Gives a record the values that differ from what the person saw. Where someone else changed a field meanwhile, both values are kept:
    /// one stands, and the other is its collision. Of a form, only the fields `asked` there count.
    package func update<R: Record>(_ new: R, seen: Versions? = nil, asked: Set<String>? = nil) throws {
        guard let stored = try connection.find(R.self, new.id) else { throw StoreError.notHere(R.kind) }
        let record: AnyID = new.id.cast()
        let now = stored.versions
        let seen = seen ?? now
        var past: [FieldVersion]?
        var edits: [(field: String, edit: Edit)] = []
        var isStale = false
        for (number, field) in R.fields.enumerated() where asked?.contains(field.name) != false {
            let will = field.read(new)
            if seen.making == now.making, seen.later[field.name] == now.later[field.name] {
                guard will != field.read(stored.record) else { continue }
                edits.append((field.name, Edit(value: will, replacing: now.version(of: field.name, holding: stored.values[number]))))
            } else {
                // The person saw another writing than the one that stands now: what it said decides whether they changed anything.
                let all = try past ?? RecordVersions(of: record, in: connection.entries(of: record))?.versions ?? []
                past = all
                let saw = all.seen(field.name, by: seen)
                guard will != field.shown(saw.value) else { continue }
                isStale = true
                edits.append((field.name, Edit(value: will, replacing: saw.version)))
            }
        }
        guard !edits.isEmpty else { return }
        try write(edits, to: record, of: R.kind)
        try project(
            edits.map { ($0.field, $0.edit.value) }, of: record, try layout(of: R.kind), stored.versions, stored.changed, stored.values,
            isStale)
    }

    /// What a field of a record said in the writing that the reader saw; null where it said nothing.
    package func value(of field: String, of record: AnyID, seenBy seen: Versions) throws -> Value {
        let all = try RecordVersions(of: record, in: connection.entries(of: record))?.versions ?? []
        return all.seen(field, by: seen).value
    }

    /// Settles a collision: the value replaces the one that stands and each that collided with it.
    package func settle(kind: String, _ record: AnyID, field: String, with value: Value) throws {
        let column = try layout(of: kind).kind.columns.first { $0.name == field }
        guard value.fits(column?.type ?? .integer) else { throw StoreError.unfit(kind, field: field) }
        let standing = try RecordVersions(of: record, in: connection.entries(of: record))?.standing
        guard let standing, standing.fields[field] != nil else { throw StoreError.notHere(kind) }
        try add(kind, record, standing.successor(of: field, saying: value))
        try contest(record)
    }

    /// Takes a record out of its table; its history stays, and `undo` brings it back.
    package func remove<R: Record>(_ stored: Stored<R>) throws {
        try setRemoved(R.kind, stored.id.cast(), to: true)
    }

    func setRemoved(_ kind: String, _ record: AnyID, to isRemoved: Bool, aboutNobody: Bool = false) throws {
        if let draft = drafts[record], draft.isMaking { throw StoreError.notHere(kind) }
        _ = try layout(of: kind)
        guard let standing = RecordVersions(of: record, in: try connection.entries(of: record))?.standing else {
            throw StoreError.notHere(kind)
        }
        if aboutNobody, drafts[record] == nil { add(Draft(kind: kind, subject: nil, isMaking: false), for: record) }
        try add(kind, record, standing.successor(of: Standing.removed, saying: isRemoved.value))
        try contest(record)
    }

    /// Sets one field to a value, replacing the given writings: what undoing an act does.
    func set(_ kind: String, _ record: AnyID, _ change: FieldChange) throws {
        try add(kind, record, change)
        try contest(record)
    }

    /// Says that this act deletes what must leave the disk, besides parts that it orders to be forgotten: `perform` answers only then.
    package func owesScrub() {
        needsScrub = true
    }

    /// Says that a subject was indexed, as this act leaves it: nothing is owed of it.
    package func hasIndexed(_ subject: AnyID) {
        indexed.insert(subject)
    }

    /// Gives the entry these attachments; a record that this act makes or changes names them by their digests.
    package func attach(_ attachments: [Attachment]) {
        self.attachments += attachments
    }

    func order(_ drop: PartDrop) {
        drops.append(Part(.drop(drop)))
        needsScrub = true
    }

    private func write(_ edits: [(field: String, edit: Edit)], to record: AnyID, of kind: String) throws {
        let columns = try layout(of: kind).kind.columns
        for (field, edit) in edits {
            let isOwner = field == RecordKind.owner && scope.owner != nil
            guard !isOwner, let column = columns.first(where: { $0.name == field }), edit.value.fits(column.type) else {
                throw StoreError.unfit(kind, field: field)
            }
            // What this act wrote a moment ago is not in the way: the field is written once, over what stood before the act.
            let pending = drafts[record]?.fields[field]
            let depth = pending?.depth ?? FieldChange.depth(over: edit.replacing?.depth ?? 0)
            try add(kind, record, FieldChange(field, edit.value, depth: depth, replaces: pending?.replaces ?? edit.replacing?.marks ?? []))
        }
    }

    /// The fast path of `Standing`: where the person saw what stands and nothing collides, the row takes the new values as they are.
    private func project(
        _ values: [(String, Value)], of record: AnyID, _ layout: TableLayout, _ stored: Versions, _ changed: Stamp, _ row: [Value],
        _ isStale: Bool
    ) throws {
        let isCalm = try connection.first("SELECT 1 FROM collision WHERE record = ? LIMIT 1", [record.value]) { _ in true } == nil
        guard isCalm, !isStale, !contested.contains(record), let draft = drafts[record] else { return try contest(record) }
        var versions = stored
        if !draft.isMaking {
            for (field, _) in values { versions.later[field] = .init(depth: draft.fields[field]!.depth, mark: mark) }
        }
        var row = row
        for (number, column) in layout.kind.columns.enumerated() {
            if let written = values.first(where: { $0.0 == column.name }) { row[number] = written.1 }
        }
        try connection.send(
            layout.updateStatement(of: values.map(\.0) + layout.kind.derived.map(\.name)),
            [max(changed, mark.stamp).value, .bytes(versions.bytes)] + values.map(\.1) + layout.kind.derive(row) + [record.value])
    }

    /// Lets the whole history tell what the record stands at, this act included.
    private func contest(_ record: AnyID) throws {
        contested.insert(record)
        let header = Header(
            writer: mark.writer, scope: scope, sequence: 1, previous: nil, stamp: mark.stamp, author: nil, act: "", parts: [])
        let part = Part(salt: record, .changes([drafts[record]!.change(of: record)]))
        try connection.project(record, by: layouts, with: Entry(header: header, hash: Digest(of: []), parts: [part]))
    }

    private func add(_ kind: String, _ record: AnyID, _ change: FieldChange) throws {
        var draft = try drafts[record] ?? Draft(kind: kind, subject: subject(of: record, kind), isMaking: false)
        draft.set(change)
        add(draft, for: record)
    }

    private func add(_ draft: Draft, for record: AnyID) {
        if drafts.updateValue(draft, forKey: record) == nil { order.append(record) }
    }

    /// Whether this act has given the field a value already.
    func hasWritten(_ field: String, of record: AnyID) -> Bool {
        drafts[record]?.fields[field] != nil
    }

    /// Whom the record is about, as its first entry here says: what is written later is erased with it.
    private func subject(of record: AnyID, _ kind: String) throws -> AnyID? {
        let first = try connection.first(
            "SELECT header, parts FROM history JOIN entry ON entry.place = history.place WHERE record = ? ORDER BY history.place LIMIT 1",
            [record.value]
        ) { try Entry($0) }
        guard let first else { return nil }
        guard first.header.scope == scope else { throw StoreError.wrongScope(kind) }
        if let part = first.part(changing: record) { return part.subject }
        // Its first part was forgotten: the first one that is held says it.
        return try connection.entries(of: record).lazy.compactMap { $0.part(changing: record) }.first?.subject
    }

    func knows(_ kind: String) -> Bool { layouts[kind] != nil }

    private func layout(of kind: String) throws -> TableLayout {
        guard let layout = layouts[kind] else { throw StoreError.unknownKind(kind) }
        guard layout.kind.scope == scope.form else { throw StoreError.wrongScope(kind) }
        return layout
    }

    /// One part for each subject, in the order in which they were first touched.
    var parts: [Part] {
        var bySubject: [AnyID?: [RecordChange]] = [:]
        var subjects: [AnyID?] = []
        for record in order {
            let draft = drafts[record]!
            if bySubject[draft.subject] == nil { subjects.append(draft.subject) }
            bySubject[draft.subject, default: []].append(draft.change(of: record))
        }
        return subjects.map { Part(subject: $0, .changes(bySubject[$0]!)) } + drops
    }
}

extension Entry {
    fileprivate func part(changing record: AnyID) -> Part? {
        parts.lazy.compactMap { $0 }.first { part in
            if case .changes(let changes) = part.content { changes.contains { $0.record == record } } else { false }
        }
    }
}

extension Standing {
    /// A writing of a field that replaces all that nobody replaced.
    func successor(of field: String, saying value: Value) -> FieldChange {
        let others = collisions.filter { $0.field == field }
        let marks = (fields[field].map { [$0.mark] } ?? []) + (twins[field] ?? []) + others.map(\.mark)
        return FieldChange(field, value, depth: FieldChange.depth(over: fields[field]?.depth ?? 0), replaces: marks)
    }
}

extension [FieldVersion] {
    /// The writing of a field that stood when `versions` did, and what it said.
    fileprivate func seen(_ field: String, by versions: Versions) -> (version: Versions.Version?, value: Value) {
        if let later = versions.later[field] {
            return (later, first { $0.field == field && $0.mark == later.mark }?.value ?? .null)
        }
        guard let made = first(where: { $0.field == field && $0.mark == versions.making && $0.isMaking }) else { return (nil, .null) }
        return (Versions.Version(depth: 1, mark: made.mark), made.value ?? .null)
    }
}

extension Field {
    /// What a reader sees of a stored value: where the field cannot be empty, the blank record's.
    fileprivate func shown(_ value: Value) -> Value {
        var blank = R()
        try? write(&blank, value)
        return read(blank)
    }
}

/// A mistake in the program that asks, never in what a person typed.
package enum StoreError: Error, Equatable {
    case unknownKind(String)
    case wrongScope(String)
    case alreadyMade(String)
    case notHere(String)
    /// A value of another type than the field's.
    case unfit(String, field: String)
    /// The act asks for the author's own signature, and there was no key to sign with.
    case unsigned(String)
    /// The name of a kind is that of a table of Storage's own.
    case reservedName(String)
}
