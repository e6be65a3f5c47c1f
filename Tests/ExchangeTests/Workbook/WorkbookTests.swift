import Exchange
import Foundation
import Journal
import Support
import Testing

@Suite("The workbook", .serialized)
struct WorkbookTests {
    /// The sheets as LibreOffice reads them, each as the rows of its cells.
    private static func opened(_ file: [UInt8]) async throws -> [String: [[String]]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "office-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(file).write(to: folder.appending(path: "book.xlsx"))
        let office = Process()
        office.executableURL = URL(filePath: "/usr/bin/env")
        office.arguments = [
            "soffice", "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to",
            // Separator, quotes, UTF-8, from the first line, no formats, no language, cells as they stand, each sheet in a file of its own.
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", folder.path,
            folder.appending(path: "book.xlsx").path,
        ]
        (office.standardOutput, office.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try office.run()
        office.waitUntilExit()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter {
            $0.pathExtension == "csv"
        }
        return try Dictionary(
            uniqueKeysWithValues: files.map { file in
                let table = try CSVReader().read([UInt8](Data(contentsOf: file)), separator: .comma)
                let name = file.deletingPathExtension().lastPathComponent.replacing("book-", with: "")
                return (name, [table.header] + table.rows.map(\.cells))
            })
    }

    @Test("is opened by LibreOffice with the figures that were reported")
    func figures() async throws {
        let book = Workbook(SampleReport.results, activities: SampleReport.activities, budget: SampleReport.budget, in: .french)
        let sheets = try await Self.opened(try book.file(at: SampleReport.moment))
        #expect(Set(sheets.keys) == ["Cadre logique", "Indicateurs", "Désagrégations", "Activités", "Budget", "Budget par rubrique"])
        let indicators = try #require(sheets["Indicateurs"])
        #expect(
            indicators[0] == ["Code", "Indicateur", "Unité", "Trimestre 1", "Trimestre 2", "Trimestre 1 (cible)", "Trimestre 2 (cible)"])
        #expect(indicators[1].dropFirst(3) == ["pas de données", "pas de données", "pas de données", "pas de données"])
        #expect(indicators[2] == ["R2.1", "Personnes informées de leurs droits", "personnes", "540", "750", "400", "600"])
        #expect(indicators[3].dropFirst(3) == ["36.4", "36.6", "pas de données", "50.5"])
        let parts = try #require(sheets["Désagrégations"])
        #expect(parts.contains(["R2.1", "Trimestre 1", "Région", "NE001", "Agadez", "312"]))
        #expect(parts.contains(["R2.1", "Trimestre 2", "Région", "NE005", "Tahoua", "non montré"]))
        let frame = try #require(sheets["Cadre logique"]?.first { $0[1].hasPrefix("R2.1") })
        #expect(frame[3...6] == ["0", "2026-01-15", "2400", "1290"])
        let budget = try #require(sheets["Budget"])
        #expect(budget.map { $0[0] } == ["Numéro", "1", "1.1", "2", "2.1"])
        #expect(budget[1].dropFirst(2) == ["120000.5", "20000", "15000.25", "35000.25", "29.2"])
        #expect(budget[3].dropFirst(2) == ["8000", "0", "9250.99", "9250.99", "115.6"])
    }

    @Test("holds no cell that a spreadsheet would run")
    func neutral() async throws {
        let book = Workbook(SampleReport.results, activities: SampleReport.activities, budget: nil, in: .french)
        let sheets = try await Self.opened(try book.file(at: SampleReport.moment))
        // What the reader takes away again was written before each of them.
        let activity = try #require(sheets["Activités"]?.first { $0[0] == "A1.1" })
        #expect(activity[1] == "-1+1" && activity[4] == "@sample")
        let bytes = try book.file(at: SampleReport.moment)
        #expect(bytes == (try book.file(at: SampleReport.moment)))
    }
}
