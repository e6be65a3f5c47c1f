import Foundation
import Journal
import Testing

@testable import Vault

let member = AnyID(high: 0x0192_0000_0000_7001, low: 0x8000_0000_0000_0001)
let circle = AnyID(high: 0x0192_0000_0000_7002, low: 0x8000_0000_0000_0002)
let subject = AnyID(high: 0x0192_0000_0000_7003, low: 0x8000_0000_0000_0003)
let record = AnyID(high: 0x0192_0000_0000_7004, low: 0x8000_0000_0000_0004)
let stranger = AnyID(high: 0x0192_0000_0000_7009, low: 0x8000_0000_0000_0009)

/// The cheapest scrypt that is read, so that tests are quick.
let cheap = ScryptCost(logN: 10)

/// The stored bytes that every version decodes, by name.
struct Vectors {
    private let lines: [String: String]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/vault/suite-1.txt").standardized
        let pairs = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ", maxSplits: 1)
            return (String(words[0]), String(words[1]))
        }
        lines = Dictionary(uniqueKeysWithValues: pairs)
    }

    func text(_ name: String) throws -> String { try #require(lines[name]) }

    func bytes(_ name: String) throws -> [UInt8] {
        let digits = Array(try text(name))
        return try stride(from: 0, to: digits.count, by: 2).map { try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16)) }
    }

    func keys() throws -> MemberKeys { try MemberKeys(member: member, generation: 3, material: bytes("member.material")) }
    func circleKey() throws -> CircleKey { try CircleKey(circle: circle, generation: 2, material: bytes("circle.2.material")) }
}

/// The bytes with one bit changed.
func changed(_ bytes: [UInt8], at index: Int) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= 1
    return bytes
}
