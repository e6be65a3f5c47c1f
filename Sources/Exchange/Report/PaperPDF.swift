import Foundation
import Journal

/// A PDF of a page that is complete in itself, made by WeasyPrint, which an installation may have or not.
package enum PaperPDF {
    /// Why there is none, in words.
    package static let missing = Refusal(
        "pdf.missing",
        Phrase(
            "WeasyPrint n’est pas installé sur cette machine : imprimez la page en PDF depuis le navigateur, ou installez le paquet weasyprint.",
            en: "WeasyPrint is not installed on this machine: print the page to PDF from the browser, or install the package weasyprint."))

    /// The same on a thread of its own, since it takes seconds.
    package static func made(of page: [UInt8]) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try make(of: page) }) }
        }
    }

    /// Throws `missing` where there is no WeasyPrint, or it makes nothing of the page.
    package static func make(of page: [UInt8]) throws(Refusal) -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString)")
        let (html, pdf) = (folder.appending(path: "page.html"), folder.appending(path: "page.pdf"))
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(page).write(to: html)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/weasyprint")
            process.arguments = ["--encoding", "utf-8", html.path, pdf.path]
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            process.waitUntilExit()
            return [UInt8](try Data(contentsOf: pdf))
        } catch {
            throw missing
        }
    }
}
