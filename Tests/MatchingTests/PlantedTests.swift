import Foundation
import Testing

@testable import Matching

@Suite("Planted names")
struct PlantedTests {
    @Test("are folded as their file says, by which they are looked for everywhere")
    func folded() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/matching/planted.csv").standardized
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(lines.count >= 7)
        for line in lines {
            let name = String(line.prefix { $0 != "," })
            let part = try #require(NameFolding.parts(of: name).first)
            #expect(line == "\(name),\(part.spelling),\(part.fold),\(part.frame)")
            #expect(part.frame.count > 5, "a short frame stands anywhere by chance")
        }
    }
}
