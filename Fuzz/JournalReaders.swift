import Foundation
import Journal

@testable import Storage

/// Headers, parts, scopes, versions and bundles: the first byte says which.
let entryReader = Fuzzed(
    name: "entry",
    seeds: {
        let samples = Samples()
        let header = samples.header(parts: [samples.making, samples.update])
        return [
            [0] + header.bytes, [1] + samples.making.bytes, [1] + samples.update.bytes, [1] + samples.drop.bytes,
            [1] + samples.attachment.bytes,
            [2] + Scope.between(samples.id(1), and: samples.id(2)).bytes, [2] + Scope.network.bytes, [3] + samples.versions.bytes,
            [4, 2] + Entry.bundle([samples.making.bytes, nil]),
        ]
    }
) { input in
    guard let which = input.first else { return }
    let bytes = Array(input.dropFirst())
    switch which % 5 {
    case 0: hold(try Header(bytes: bytes).bytes == bytes, "a header has one form")
    case 1: hold(try Part(bytes: bytes).bytes == bytes, "a part has one form")
    case 2: hold(try Scope(bytes: bytes).bytes == bytes, "a scope has one form")
    case 3:
        let versions = try Versions(bytes: bytes)
        hold(try Versions(bytes: versions.bytes) == versions, "versions are read as they were written")
    default:
        guard let count = bytes.first else { return }
        let bundle = Array(bytes.dropFirst())
        hold(Entry.bundle(try Entry.unbundle(bundle, count: Int(count))) == bundle, "a bundle has one form")
    }
}

/// Entries from elsewhere on their way into the tables. The input gives what each says; the hashes and digests are made to fit, since
/// nobody who writes entries lacks them.
let mergeReader = Fuzzed(
    name: "merge",
    seeds: {
        let samples = Samples()
        let first = samples.header(parts: [])
        func parcel(_ header: Header, _ link: UInt8, _ parts: [Part]) -> [UInt8] {
            var writer = ByteWriter()
            writer.block(header.bytes)
            writer.byte(link)
            writer.block(Entry.bundle(parts.map(\.bytes)))
            writer.count(parts.count)
            return writer.bytes
        }
        var second = first
        second.sequence = 2
        second.previous = Digest(of: [])
        let all =
            parcel(first, 0, [samples.making, samples.update]) + parcel(second, 1, [samples.drop])
            + parcel(second, 1, [samples.update, samples.attachment])
        let twice = parcel(first, 0, [samples.making, samples.making]) + parcel(second, 1, [samples.drop, samples.drop])
        return [all, parcel(first, 0, [samples.making]), twice]
    }
) { input in
    let parcels = try Parcels(input).parcels
    guard !parcels.isEmpty else { return }
    let report = try wait {
        var report = MergeReport()
        // Each transaction of this store is undone, so that every input meets the same tables.
        try await Workplace.undone.receive(parcels + parcels, into: &report)
        return report
    }
    hold(report.received + report.duplicates == 2 * parcels.count && report.duplicates >= parcels.count, "an entry is taken in once")
}

/// Entries whose chain holds, made of what an input says of each.
private struct Parcels {
    private(set) var parcels: [Parcel] = []

    init(_ input: [UInt8]) throws(Malformed) {
        var reader = ByteReader(input)
        var before: [Header] = []
        while !reader.isAtEnd, parcels.count < 8 {
            var header = try Header(bytes: try reader.block())
            let link = Int(try reader.byte())
            let bundle = try reader.block()
            let parts = try Entry.unbundle(bundle, count: Int(try reader.byte()))
            if header.previous != nil, !before.isEmpty {
                let previous = before[before.count - 1 - link % before.count]
                header.previous = Digest(of: previous.bytes)
                if link < 128 { (header.writer, header.scope, header.sequence) = (previous.writer, previous.scope, previous.sequence &+ 1) }
            }
            // A drop names an entry and a part of it that came before, as often as the input has one.
            let bytes = try parts.map { part throws(Malformed) in
                try part.map { bytes throws(Malformed) in try Self.aimed(bytes, before, link) }
            }
            header.parts = bytes.map { Digest(of: $0 ?? []) }
            before.append(header)
            parcels.append(Parcel(header: header.bytes, parts: Entry.bundle(bytes)))
        }
    }

    private static func aimed(_ bytes: [UInt8], _ before: [Header], _ link: Int) throws(Malformed) -> [UInt8] {
        let part = try Part(bytes: bytes)
        guard case .drop(let drop) = part.content, let target = before.last, let digest = target.parts.first, link % 3 > 0 else {
            return bytes
        }
        let aimed = PartDrop(
            entry: Digest(of: target.bytes), part: digest, writer: drop.writer, stamp: drop.stamp, ground: drop.ground,
            changes: drop.changes)
        return Part(salt: part.salt, subject: part.subject, .drop(aimed)).bytes
    }
}

/// The content of a backup, in pieces whose length the first byte gives.
let backupReader = Fuzzed(
    name: "backup",
    seeds: {
        let samples = Samples()
        let header = samples.header(parts: [samples.making])
        let items: [BackupItem] = [
            .setting(name: "name", value: "Carnet"), .entry(header: header.bytes, parts: Entry.bundle([samples.making.bytes])),
            .table(
                name: "key_wrap",
                columns: [BackupColumn("subject", .bytes), BackupColumn("generation", .integer), BackupColumn("note", .text)]),
            .row([.bytes(Array(1...16)), .integer(-1), .text("é")]), .row([.null, .integer(1), .real(0.5)]),
        ]
        return [BackupContent.journal, .keys].map { content in
            let heading = BackupHeading(content, id: samples.id(7), milliseconds: 1_800_000_000_000)
            return [40] + heading.bytes + items.flatMap(\.bytes) + BackupItem.end(count: UInt64(items.count)).bytes
        }
    },
    words: { ["PROMIGBK", "key_destruction", "key_wrap", "credential", "subject"] }
) { input in
    guard let size = input.first.map({ Int($0) + 1 }) else { return }
    let bytes = input.dropFirst()
    var rest = bytes
    let source: BackupReader.Source = {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
    var reader = try BackupReader(source)
    var written = reader.heading.bytes
    var count: UInt64 = 0
    while let item = try reader.next(source) {
        written += item.bytes
        count += 1
    }
    written += BackupItem.end(count: count).bytes
    hold(written[...] == bytes, "a backup has one form")
}

/// One of each thing that an entry holds, with identifiers that are counted.
struct Samples: Sendable {
    func id<Subject>(_ number: UInt64) -> ID<Subject> { ID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number) }

    private var mark: Mark { Mark(Stamp(milliseconds: 1_700_000_000_000), id(1)) }

    var making: Part {
        Part(
            salt: id(20), subject: id(5),
            .changes([
                RecordChange(
                    kind: "organization", record: id(4), isMaking: true,
                    fields: [
                        FieldChange("name", .text("Union du Puits")), FieldChange("type", .text("ngo")),
                        FieldChange("is_verified", .integer(1)),
                    ])
            ]))
    }

    var update: Part {
        let name = FieldChange("name", .text("Union"), depth: 2, replaces: [mark])
        return Part(
            salt: id(21),
            .changes([
                RecordChange(kind: "organization", record: id(4), isMaking: false, fields: [name, FieldChange("removed", .integer(1))])
            ]))
    }

    var attachment: Part { Part(salt: id(22), .attachment(Array("a file".utf8))) }

    var drop: Part {
        let dropped = DroppedChange(kind: "organization", record: id(4), isMaking: true, field: "name", depth: 1, replaces: [])
        return Part(
            salt: id(23),
            .drop(
                PartDrop(
                    entry: Digest(of: [1]), part: Digest(of: [2]), writer: id(1), stamp: mark.stamp, ground: "request", changes: [dropped]))
        )
    }

    func header(parts: [Part]) -> Header {
        var header = Header(
            writer: id(1), scope: .network, sequence: 1, previous: nil, stamp: mark.stamp, author: id(3), act: "organization.create",
            because: Digest(of: [3]), parts: parts.map { Digest(of: $0.bytes) })
        header.signatures = [Signature(.ed25519, by: id(3), bytes: [UInt8](repeating: 7, count: 64))]
        return header
    }

    var versions: Versions {
        Versions(making: mark, later: ["name": .init(depth: 2, mark: Mark(Stamp(milliseconds: 1_700_000_000_001), id(2)), twins: [mark])])
    }
}
