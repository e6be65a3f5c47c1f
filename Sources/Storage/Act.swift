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
    private let form: ScopeForm
    private let layouts: [String: TableLayout]
    private var drafts: [AnyID: Draft] = [:]
    private var order: [AnyID] = []
    private(set) var contested: [AnyID] = []
    private(set) var drops: [Part] = []

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
                return
            }
            if fields.updateValue(change, forKey: change.field) == nil { names.append(change.field) }
        }
    }

    init(_ connection: any Connection, mark: Mark, form: ScopeForm, layouts: [String: TableLayout]) {
        self.connection = connection
        self.mark = mark
        self.form = form
        self.layouts = layouts
    }

    /// Makes a record; its row stands for the rest of the act.
    package func make<R: Record>(_ record: R, about subject: AnyID? = nil) throws {
        let layout = try layout(of: R.kind)
        let id: AnyID = record.id.cast()
        let values = record.values
        guard drafts[id] == nil, try connection.find(R.self, record.id) == nil else { throw StoreError.alreadyMade(R.kind) }
        var draft = Draft(kind: R.kind, subject: subject, isMaking: true)
        for (column, value) in zip(layout.kind.columns, values) where value != .null { draft.set(FieldChange(column.name, value)) }
        add(draft, for: id)
        let versions = Versions(making: mark)
        try connection.run(layout.insert, [id.value, mark.stamp.value, mark.stamp.value, .bytes(versions.bytes)] + values + layout.kind.derive(values))
    }

    /// Gives a record the values that differ from what the person saw. Where someone else changed a field meanwhile, both values are kept:
    /// one stands, and the other is its collision. Of a form, only the fields `asked` there count.
    package func update<R: Record>(_ new: R, seen: Versions? = nil, asked: Set<String>? = nil) throws {
        guard let stored = try connection.find(R.self, new.id) else { throw StoreError.notHere(R.kind) }
        let seen = seen ?? stored.versions
        var past: [FieldVersion]?
        var replaced: [String: (Value, [Versions.Version])] = [:]
        for (field, (was, will)) in zip(R.fields, zip(stored.record.values, new.values)) where asked?.contains(field.name) != false {
            let known = seen.version(of: field.name, holding: was)
            let current = stored.versions.version(of: field.name, holding: was)
            var sawValue = was
            if known != current {
                // The person saw another writing than the one that stands now: what it said decides whether they changed anything.
                let all = try past ?? RecordVersions(of: new.id.cast(), in: connection.entries(of: new.id.cast()))?.versions ?? []
                past = all
                sawValue = all.first { $0.field == field.name && $0.mark == known?.mark }?.value.flatMap { $0 } ?? .null
            }
            if will != sawValue { replaced[field.name] = (will, known.map { [$0] } ?? []) }
        }
        try change(R.kind, new.id.cast(), replaced, stored: stored.versions, row: stored.record.values)
    }

    /// Settles a collision: the value replaces the one that stands and each that collided with it.
    package func settle(kind: String, _ record: AnyID, field: String, with value: Value) throws {
        let standing = try RecordVersions(of: record, in: connection.entries(of: record))?.standing
        guard let standing, let stands = standing.fields[field] else { throw StoreError.notHere(kind) }
        let all = [stands] + standing.collisions.filter { $0.field == field }
        add(kind, record, FieldChange(field, value, depth: all.map(\.depth).max()! + 1, replaces: all.map(\.mark)))
        contested.append(record)
    }

    /// Takes a record out of its table; its history stays, and `undo` brings it back.
    package func remove<R: Record>(_ stored: Stored<R>) throws {
        try setRemoved(R.kind, stored.id.cast(), to: true)
    }

    func setRemoved(_ kind: String, _ record: AnyID, to isRemoved: Bool) throws {
        if let draft = drafts[record], draft.isMaking { throw StoreError.notHere(kind) }
        let standing = try RecordVersions(of: record, in: connection.entries(of: record))?.standing.fields[Standing.removed]
        add(
            kind, record,
            FieldChange(
                Standing.removed, isRemoved.value, depth: (standing?.depth ?? 0) + 1, replaces: standing.map { [$0.mark] } ?? []))
        contested.append(record)
        if isRemoved { try connection.run(try layout(of: kind).delete, [record.value]) }
    }

    /// Sets one field to a value, replacing the given writings: what undoing an act does.
    func set(_ kind: String, _ record: AnyID, _ change: FieldChange) throws {
        add(kind, record, change)
        contested.append(record)
    }

    func order(_ drop: PartDrop) {
        drops.append(Part(.drop(drop)))
    }

    private func change(
        _ kind: String, _ record: AnyID, _ replaced: [String: (Value, [Versions.Version])], stored: Versions, row: [Value]
    ) throws {
        guard !replaced.isEmpty else { return }
        let layout = try layout(of: kind)
        var versions = stored
        var isPlain = try connection.first("SELECT 1 FROM collision WHERE record = ? LIMIT 1", [record.value]) { _ in true } == nil
        let columns = layout.kind.columns.enumerated().filter { replaced[$0.element.name] != nil }
        for (number, column) in columns {
            let (value, known) = replaced[column.name]!
            let pending = drafts[record]?.fields[column.name]
            let depth = pending?.depth ?? (known.map(\.depth).max() ?? 0) + 1
            add(kind, record, FieldChange(column.name, value, depth: depth, replaces: pending?.replaces ?? known.map(\.mark)))
            if pending == nil, known.first != stored.version(of: column.name, holding: row[number]) { isPlain = false }
            if drafts[record]?.isMaking != true { versions.later[column.name] = .init(depth: depth, mark: mark) }
        }
        guard isPlain else {
            contested.append(record)
            return
        }
        var values = row
        for (number, column) in columns { values[number] = replaced[column.name]!.0 }
        let names = columns.map(\.element.name) + layout.kind.derived.map(\.name)
        try connection.run(
            layout.updateStatement(of: names),
            [mark.stamp.value, .bytes(versions.bytes)] + columns.map { values[$0.offset] } + layout.kind.derive(values) + [record.value])
    }

    private func add(_ kind: String, _ record: AnyID, _ change: FieldChange) {
        var draft = drafts[record] ?? Draft(kind: kind, subject: nil, isMaking: false)
        draft.set(change)
        add(draft, for: record)
    }

    private func add(_ draft: Draft, for record: AnyID) {
        if drafts.updateValue(draft, forKey: record) == nil { order.append(record) }
    }

    private func layout(of kind: String) throws -> TableLayout {
        guard let layout = layouts[kind] else { throw StoreError.unknownKind(kind) }
        guard layout.kind.scope == form else { throw StoreError.wrongScope(kind) }
        return layout
    }

    /// One part for each subject, in the order in which they were first touched.
    var parts: [Part] {
        var bySubject: [AnyID?: [RecordChange]] = [:]
        var subjects: [AnyID?] = []
        for record in order {
            let draft = drafts[record]!
            if bySubject[draft.subject] == nil { subjects.append(draft.subject) }
            bySubject[draft.subject, default: []].append(
                RecordChange(
                    kind: draft.kind, record: record, isMaking: draft.isMaking, fields: draft.names.map { draft.fields[$0]! }))
        }
        return subjects.map { Part(subject: $0, .changes(bySubject[$0]!)) } + drops
    }
}

/// A mistake in the program that asks, never in what a person typed.
package enum StoreError: Error, Equatable {
    case unknownKind(String)
    case wrongScope(String)
    case alreadyMade(String)
    case notHere(String)
    /// The act asks for the author's own signature, and there was no key to sign with.
    case unsigned(String)
}
