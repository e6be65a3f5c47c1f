import Foundation
import Support
import Testing

@testable import Matching

/// A pair of spellings and what people say of it: one person’s name, or not. Half of the list served to write the rules and to fit the
/// weights, half is only judged.
struct JudgedPair: Sendable, CustomTestStringConvertible {
    enum Use: String { case fitted, judged }

    let isWhole: Bool
    let isSame: Bool
    let use: Use
    let one: String
    let other: String

    var names: ([NamePart], [NamePart]) { (NameFolding.parts(of: one), NameFolding.parts(of: other)) }
    var testDescription: String { "\(one) / \(other)" }

    static let all: [JudgedPair] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/matching/pairs.csv").standardized
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").dropFirst() ?? []
        return lines.compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            guard cells.count == 5, let use = Use(rawValue: cells[2]) else { return nil }
            return JudgedPair(isWhole: cells[0] == "whole", isSame: cells[1] == "same", use: use, one: cells[3], other: cells[4])
        }
    }()
}

/// A register of invented persons that every suite reads and none changes.
struct InventedRegister: Sendable {
    let persons: [InventedPerson]
    let names: [[NamePart]]
    let frequent: FrequentNames

    init(_ count: Int, seed: UInt64) {
        var dice = SeededRandom(seed)
        persons = (0..<count).map { _ in InventedPerson(inYear: 2027, using: &dice) }
        names = persons.map { NameFolding.parts(of: $0.name) }
        frequent = FrequentNames(counting: names)
    }

    static let ofTenThousand = InventedRegister(10_000, seed: 7)
}

extension InventedPerson {
    var traits: Traits {
        Traits(
            name: name, sex: isWoman ? "f" : "m", born: birthYear...birthYear, nationality: nationality, place: place,
            telephones: telephone.map { [$0] } ?? [], mother: mother ?? "")
    }
}

/// Prints what was measured, for the page of measures.
func report(_ line: String) { print("  measured: \(line)") }

func rounded(_ number: Double) -> String { String(format: "%.3f", number) }
