import Foundation

/// The Python that holds the packages the tests compare with.
package enum Python {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The interpreter of the virtual environment at `PROMIG_VENV`, or of the one at the root of the project.
    package static func interpreter() throws -> URL {
        let venv = ProcessInfo.processInfo.environment["PROMIG_VENV"].map { URL(filePath: $0) } ?? root.appending(path: ".venv")
        let python = venv.appending(path: "bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Missing(
                description: "There is no Python at \(python.path): run the tests with `make test`, which makes it, or set PROMIG_VENV.")
        }
        return python
    }

    package static func process(_ script: String, _ arguments: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = try interpreter()
        process.arguments = [root.appending(path: "Tests/Python/\(script)").path] + arguments
        return process
    }

    /// What the script prints when it is given the bytes; throws what it complains of when it fails.
    package static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) async throws -> Data {
        let process = try process(script, arguments)
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing(description: String(decoding: complaint, as: UTF8.self)) }
        return output
    }

    package static func run<Answer: Decodable>(_ script: String, input: [UInt8], as _: Answer.Type = Answer.self) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: try await run(script, input: input))
    }
}

/// A mail server on loopback, alive while the body runs.
package struct MailSink {
    package let port: Int
    package let folder: URL

    /// With TLS the server asks for STARTTLS and an account, and `authority` is the certificate to trust.
    package static func serve(tls: Bool = false, _ body: (MailSink) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sink = MailSink(port: 0, folder: folder)
        if tls { try sink.makeCertificate() }
        let process = try Python.process(
            "smtp_sink.py", [folder.path] + (tls ? [sink.certificate.path, sink.key.path] : []))
        let (stdin, stdout) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            try? stdin.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        let line = String(decoding: stdout.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Python.Missing(description: "The mail server of the test did not start: is aiosmtpd in the virtual environment?")
        }
        try await body(MailSink(port: port, folder: folder))
    }

    package var certificate: URL { folder.appending(path: "certificate.pem") }
    var key: URL { folder.appending(path: "key.pem") }

    private func makeCertificate() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
            .split(separator: " ").map(String.init) + ["-keyout", key.path, "-out", certificate.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    package struct Taken: Decodable, Sendable {
        package let from: String
        package let to: [String]
        package let greeting: String
        package let encrypted: Bool
    }

    package func taken(_ number: Int = 0) throws -> (Taken, [UInt8]) {
        let about = try JSONDecoder().decode(Taken.self, from: Data(contentsOf: folder.appending(path: "\(number).json")))
        return (about, [UInt8](try Data(contentsOf: folder.appending(path: "\(number).eml"))))
    }
}
