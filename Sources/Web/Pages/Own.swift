import Access
import Accounts
import Journal
import Protection
import Storage

/// What an organisation has is there for its own people alone: for anyone else it answers as what does not exist.
extension Visit {
    /// The scope that an act on this kind of record is done in: of what organisations have, the reader's own.
    func scope<R: Record>(of _: R.Type) throws -> Journal.Scope {
        switch R.scope {
        case .network: .network
        case .organization: .organization(try reader().organization)
        case .readings: .readings(try reader().organization)
        case .correspondence: preconditionFailure("\(R.kind) is between two, and its act says which")
        }
    }

    /// What every statement about this kind asks beside its own conditions; nil where the whole network has it.
    func own<R: Record>(_: R.Type) -> (sql: String, values: [Value])? {
        own(R.kind, R.scope, R.fields.map(\.name))
    }

    func own(named kind: String) -> (sql: String, values: [Value])? {
        site.store.schema[kind].flatMap { own(kind, $0.scope, $0.columns.map(\.name)) }
    }

    func own(_ kind: String, _ scope: ScopeForm, _ fields: [String]) -> (sql: String, values: [Value])? {
        guard scope != .network else { return nil }
        // Where no field says whose a record is, nobody is shown it here.
        guard scope != .correspondence else { return between(kind, fields) }
        guard fields.contains(RecordKind.owner) else { return ("1 = 0", []) }
        let own = (sql: "\(kind).\(RecordKind.owner) = ?", values: [session?.reader.organization.value ?? .null])
        // Of case files, and of what belongs to one, only those that this reader may open.
        guard kind == CaseFile.kind || fields.contains(CaseFile.kind), let files = session?.reader.caseFiles else { return own }
        // What may belong to none says so by having none: then it is their organisation’s.
        let none = kind == DataRequest.kind ? "\(kind).case_file IS NULL OR " : ""
        let condition = kind == CaseFile.kind ? files.sql : "(\(none)\(kind).case_file IN (SELECT id FROM case_file WHERE \(files.sql)))"
        return ("\(own.sql) AND \(condition)", own.values + files.values)
    }

    /// What is between two parties is there for these two alone, and of a referral, for those of them who may see it.
    private func between(_ kind: String, _ fields: [String]) -> (sql: String, values: [Value]) {
        guard Set(RecordKind.parties).isSubset(of: fields), kind == Referral.kind || fields.contains(Referral.kind), let reader = session?.reader else {
            return ("1 = 0", [])
        }
        let referrals = reader.referrals
        guard kind != Referral.kind else { return referrals }
        // The record says itself whose it is, and its referral who of them may see it.
        let parties = RecordKind.parties.map { "\(kind).\($0) = ?" }.joined(separator: " OR ")
        return (
            "(\(parties)) AND \(kind).referral IN (SELECT id FROM referral WHERE \(referrals.sql))",
            [reader.organization.value, reader.organization.value] + referrals.values
        )
    }

    /// The record that the address names.
    func find<R: Record>(_: R.Type, _ connection: any Connection) throws -> Stored<R> {
        guard let stored = try find(R.self, id(R.Subject.self), connection) else { throw Failure.notFound }
        return stored
    }

    func find<R: Record>(_: R.Type, _ id: ID<R.Subject>, _ connection: any Connection) throws -> Stored<R>? {
        let own = own(R.self)
        return try connection.all(R.self, "WHERE id = ?" + (own.map { " AND " + $0.sql } ?? ""), [id.value] + (own?.values ?? [])).first
    }

    /// The reader's own records of the kind that the rest of the statement chooses, with `conditions` to begin with.
    func all<R: Record>(
        _: R.Type, where conditions: String = "", _ values: [Value] = [], then rest: String = "ORDER BY id", _ connection: any Connection
    ) throws -> [R] {
        let all = [own(R.self)?.sql, conditions.isEmpty ? nil : conditions].compactMap { $0 }
        return try connection.all(
            R.self, (all.isEmpty ? "" : "WHERE " + all.joined(separator: " AND ")) + " " + rest, (own(R.self)?.values ?? []) + values
        ).map(\.record)
    }

    /// How many of the reader's own records there are of a kind, and what a column of theirs comes to.
    func count<R: Record>(of _: R.Type, where conditions: String, _ values: [Value], _ connection: any Connection) throws -> Int {
        try total("COUNT(*)", R.self, conditions, values, connection)
    }

    func sum<R: Record>(_ column: String, of _: R.Type, where conditions: String, _ values: [Value], _ connection: any Connection) throws -> Int {
        try total("COALESCE(SUM(\(TableLayout.quoted(column))), 0)", R.self, conditions, values, connection)
    }

    private func total<R: Record>(_ sum: String, _: R.Type, _ conditions: String, _ values: [Value], _ connection: any Connection) throws -> Int {
        let own = own(R.self)
        let all = (own.map { [$0.sql] } ?? []) + [conditions]
        return try connection.first(
            "SELECT \(sum) FROM \(TableLayout.quoted(R.kind)) WHERE \(all.joined(separator: " AND "))", (own?.values ?? []) + values
        ) { Int(try $0.integer(0)) } ?? 0
    }

    /// The scope that a record was written in, where it is the network's or the reader's own organisation's; nil for any other.
    func scope(of record: AnyID, _ connection: any Connection) throws -> Journal.Scope? {
        guard let scope = try connection.entries(of: record).first?.header.scope, mayWrite(in: scope) else { return nil }
        return scope
    }

    func mayWrite(in scope: Journal.Scope) -> Bool {
        guard let organization = session?.reader.organization else { return false }
        return scope == .network || scope == .organization(organization)
    }
}
