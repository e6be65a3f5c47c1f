import Journal

extension Database {
    /// Whether nothing was ever written here.
    package func isEmpty() async throws -> Bool {
        try await read { try $0.tables().isEmpty }
    }

    /// Takes every table away again: what a restoration does that did not come to its end.
    package func clear() async throws {
        try await write { connection in
            for table in try connection.tables() { try connection.script("DROP TABLE \(TableLayout.quoted(table));") }
        }
    }
}

/// What a restoration brought back.
package struct RestoreReport: Equatable, Sendable {
    package var entries = 0
    package var rows = 0
    /// Rows about subjects whose key was destroyed: they are not brought back.
    package var destroyed = 0

    package init() {}
}

extension Store {
    /// The destructions that an archive of keys knows.
    package static func destructions(
        in reader: inout BackupReader, _ source: BackupReader.Source, tables: [KeptTable]
    ) throws -> [KeyDestruction] {
        var found: [KeyDestruction] = []
        var places: [Int]?
        while let item = try reader.next(source) {
            switch item {
            case .table(let name, let columns):
                let isDestruction = tables.contains { $0.name == name && $0.isDestruction }
                places = isDestruction ? KeyDestruction.columns.compactMap { column in columns.firstIndex { $0.name == column } } : nil
            case .row(let values):
                if let places { found.append(try KeyDestruction(places.filter { $0 < values.count }.map { values[$0] })) }
            default: break
            }
        }
        return found
    }

    /// Applies what was destroyed since the backup that was restored: the keys go, and whatever comes later does not bring them back.
    package func destroy(_ destructions: [KeyDestruction]) async throws {
        guard !destructions.isEmpty else { return }
        try await database.write { connection in
            for destruction in destructions { try connection.destroy(destruction) }
            try Store.owesScrub(connection)
        }
    }

    /// Takes in a journal, in the writers' own names; this installation goes on as a new writer.
    ///
    /// Throws `Malformed` or `MergeError` where the archive is not whole; what was taken in before is to be cleared by the caller.
    package func restoreJournal(
        _ reader: inout BackupReader, _ source: BackupReader.Source, into report: inout RestoreReport,
        progress: (Int) -> Void = { _ in }
    ) async throws {
        guard reader.heading.content == .journal else { throw Malformed("not the archive of the journal") }
        var merge = MergeReport()
        var parcels: [Parcel] = []
        var bytes = 0
        while let item = try reader.next(source) {
            switch item {
            case .setting(let name, let value): try await keep(setting: name, value)
            case .entry(let header, let parts):
                parcels.append(Parcel(header: header, parts: parts))
                bytes += header.count + parts.count
            case .table, .row, .end: throw Malformed("not the archive of the journal")
            }
            if parcels.count == 1_000 || bytes > 2 << 20 {
                try await receive(parcels, into: &merge, isRestoring: true)
                (parcels, bytes) = ([], 0)
                progress(merge.received)
            }
        }
        if !parcels.isEmpty { try await receive(parcels, into: &merge, isRestoring: true) }
        report.entries = merge.received
        progress(merge.received)
    }

    /// Puts the kept side tables back, without anything about a destroyed subject.
    package func restoreKeys(
        _ reader: inout BackupReader, _ source: BackupReader.Source, tables: [KeptTable], without destroyed: Set<[UInt8]>,
        into report: inout RestoreReport
    ) async throws {
        guard reader.heading.content == .keys else { throw Malformed("not the archive of the keys") }
        var table: KeptRows?
        while let item = try reader.next(source) {
            switch item {
            case .table(let name, let columns):
                try await write(&table, into: &report)
                table = try KeptRows(name, columns, tables)
            case .row(let values):
                guard table != nil else { throw Malformed("a row without a table") }
                try table!.add(values, without: destroyed, into: &report)
                if table!.rows.count == 500 { try await write(&table, into: &report) }
            case .setting, .entry, .end: throw Malformed("not the archive of the keys")
            }
        }
        try await write(&table, into: &report)
    }

    private func write(_ table: inout KeptRows?, into report: inout RestoreReport) async throws {
        guard let full = table, !full.rows.isEmpty else { return }
        try await database.write { connection in
            for row in full.rows { try connection.send(full.insert, row) }
        }
        report.rows += full.rows.count
        table!.rows = []
    }
}

/// Rows of one kept table on their way into it.
private struct KeptRows: Sendable {
    let insert: String
    var rows: [[Value]] = []
    private let columns: [BackupColumn]
    private let subject: Int?

    init(_ name: String, _ columns: [BackupColumn], _ tables: [KeptTable]) throws(Malformed) {
        guard let kept = tables.first(where: { $0.name == name }) else { throw Malformed("a table of a newer version (\(name))") }
        guard columns.allSatisfy({ !$0.name.isEmpty && $0.name.utf8.allSatisfy(Self.isPlain) }) else { throw Malformed("name of a column") }
        self.columns = columns
        subject = kept.isDestruction ? nil : columns.firstIndex { $0.name == kept.subject }
        let names = columns.map { TableLayout.quoted($0.name) }.joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        insert = "INSERT INTO \(TableLayout.quoted(name)) (\(names)) VALUES (\(places)) ON CONFLICT DO NOTHING"
    }

    /// Letters, digits and the low line: a name that was quoted could end its quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (97...122).contains(byte) || (48...57).contains(byte)
    }

    mutating func add(_ values: [Value], without destroyed: Set<[UInt8]>, into report: inout RestoreReport) throws(Malformed) {
        guard values.count == columns.count, zip(values, columns).allSatisfy({ $0.fits($1.type) }) else {
            throw Malformed("a row that its table does not hold")
        }
        if let subject, case .bytes(let about) = values[subject], destroyed.contains(about) {
            report.destroyed += 1
        } else {
            rows.append(values)
        }
    }
}
