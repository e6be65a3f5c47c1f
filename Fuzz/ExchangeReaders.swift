import Foundation
import Journal
import Storage

@testable import Exchange

/// Tables in CSV; the first byte says with which separator, or with none given.
let csvReader = Fuzzed(
    name: "csv",
    seeds: {
        ["a;b\r\n1;\"x;\"\"y\"\"\"\r\n", "\u{FEFF}nom,né\n'=1,\"a\nb\"\n", "\"\"\r\n", "a\n'\n", ""].flatMap { text in
            [UInt8(0), 1, 2].map { [$0] + Array(text.utf8) }
        }
    },
    words: { ["\"\"", "\r\n", "'=", "\u{FEFF}"] }
) { input in
    guard let which = input.first else { return }
    let separator = which % 3 == 0 ? nil : CSVSeparator.allCases[Int(which % 3) - 1]
    let table = try CSVReader().read(Array(input.dropFirst()), separator: separator)
    for separator in CSVSeparator.allCases {
        var writer = CSVWriter(separator: separator, byteOrderMark: which < 128)
        for row in [table.header] + table.rows.map(\.cells) { writer.append(row.map { $0.isEmpty ? .empty : .text($0) }) }
        let again = try CSVReader().read(writer.bytes, separator: separator)
        hold(again.header == table.header && again.rows.map(\.cells) == table.rows.map(\.cells), "a table that was written is read again")
    }
}

/// The table of places.
let placesReader = Fuzzed(
    name: "places", longest: 2048,
    seeds: {
        [
            Array(try Workplace.file("Charters/places.csv").prefix { $0 != 10 })
                + Array("\n0,NE,Niger,,,pays\n1,NE001,Agadez,,NE,region\n".utf8)
        ]
    },
    words: { ["level,pcode,name,name_fr,parent,kind", "NE001", "region"] }
) { input in
    let places = try Places(csv: input)
    hold(
        places.all.allSatisfy { places[$0.code] == $0 && ($0.level == 0 || places[$0.parent ?? ""] != nil) },
        "every place lies in one that stands")
}

/// A charter. One that can be read can be loaded.
let charterReader = Fuzzed(
    name: "charter", longest: 16_384,
    seeds: {
        [try Workplace.file("Charters/promig.yaml"), Array("affichage: &a [*a]".utf8), Array(String(repeating: "[", count: 5000).utf8)]
    },
    words: { try keys(of: "Charters/promig.yaml") }
) { input in
    let charter = try ProjectCharter.read(String(decoding: input, as: UTF8.self), file: "charter.yaml", places: Workplace.places)
    let loading = CharterLoading(charter, Workplace.places)
    _ = loading.coordinator
    _ = try wait { try await Workplace.undone.perform("charter.load", by: nil) { try loading.make(in: $0) } }
}

/// An invented network over the charter that the executable carries.
let sampleReader = Fuzzed(
    name: "sample", longest: 12_288,
    seeds: { [try Workplace.file("Charters/sample.yaml")] },
    words: { try keys(of: "Charters/sample.yaml") }
) { input in
    let sample = try SampleNetwork.read(String(decoding: input, as: UTF8.self), file: "sample.yaml", charter: standing)
    let first = CharterLoading(standing, Workplace.places)
    let loading = SampleLoading(sample, start: Day(year: 2027, month: 1, day: 1)!)
    _ = try wait {
        try await Workplace.undone.perform("sample.load", by: nil) { act in
            try first.make(in: act)
            try loading.make(in: act)
        }
    }
}

private let standing: ProjectCharter = {
    do {
        let text = String(decoding: try Workplace.file("Charters/promig.yaml"), as: UTF8.self)
        return try ProjectCharter.read(text, file: "promig.yaml", places: Workplace.places)
    } catch {
        fail("\(error)")
    }
}()

/// The keys of a YAML file, once each.
private func keys(of path: String) throws -> [String] {
    let lines = String(decoding: try Workplace.file(path), as: UTF8.self).split(separator: "\n")
    return Set(lines.compactMap { $0.firstMatch(of: #/^[ -]*([a-z_éèê]+):/#).map { "\($0.1): " } }).sorted()
}

/// Addresses that a message may go to: nothing in one begins a new header.
let mailReader = Fuzzed(
    name: "mail", longest: 1024,
    seeds: { ["nom@exemple.org\nAïcha", "a.b+c@d\n", "a@localhost\n\"x\" <y>"].map { Array($0.utf8) } }
) { input in
    let lines = String(decoding: input, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = MailAddress(String(lines[0]), name: lines.count > 1 ? String(lines[1]) : nil) else { return }
    let written = Array(MailText.mailbox(address).utf8)
    let folded = String(decoding: written, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    hold(folded.dropFirst().allSatisfy { $0.hasPrefix(" ") && $0.utf8.count > 1 }, "a header goes on by a space")
    hold(written.allSatisfy { 32..<127 ~= $0 || $0 == 13 || $0 == 10 }, "a header is ASCII")
    hold(folded.allSatisfy { $0.utf8.count <= 330 && !$0.utf8.contains(13) && !$0.utf8.contains(10) }, "a line ends in CR LF alone")
}
