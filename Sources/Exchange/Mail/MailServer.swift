import CCurl
import Foundation

/// A server that takes our messages, spoken to in SMTP (RFC 5321) by libcurl.
package struct MailServer: Sendable {
    package enum Encryption: Sendable {
        /// TLS from the first byte for `smtps`, STARTTLS before anything else for `smtp`; without it nothing is sent.
        case required
        /// STARTTLS where the server offers it; for a server on the same machine.
        case optional
    }

    package struct Account: Sendable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            (self.user, self.password) = (user, password)
        }
    }

    /// "smtp://host:port" or "smtps://host:port".
    package let address: String
    package let encryption: Encryption
    package let account: Account?
    /// What we call ourselves when we greet the server: the network's mail domain, never the machine's name.
    package let domain: String
    /// A file of certificates (PEM) to trust instead of the system's; nil as a rule.
    package let authorities: String?

    /// Nil unless the address is `smtp` or `smtps`, a host and perhaps a port, and the domain is one;
    /// nil also for an account without required encryption, since whoever listens could then read its password.
    package init?(
        _ address: String, encryption: Encryption = .required, account: Account? = nil, domain: String, authorities: String? = nil
    ) {
        guard let parts = URLComponents(string: address), let scheme = parts.scheme, ["smtp", "smtps"].contains(scheme),
            let host = parts.host, MailAddress.isDomain(host), parts.path.isEmpty || parts.path == "/", parts.query == nil,
            parts.fragment == nil, parts.user == nil, parts.password == nil, MailAddress.isDomain(domain),
            account == nil || scheme == "smtps" || encryption == .required
        else { return nil }
        self.address = "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
        (self.encryption, self.account, self.domain, self.authorities) = (encryption, account, domain, authorities)
    }

    /// The server has accepted the message when this returns. Messages go one after the other, away from Swift's own threads.
    package func send(_ message: MailMessage) async throws(MailFault) {
        let result = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: Result { () throws(MailFault) in try deliver(message) }) }
        }
        try result.get()
    }

    private static let queue = DispatchQueue(label: "mail")
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func deliver(_ message: MailMessage) throws(MailFault) {
        guard Self.isLibraryReady, let handle = curl_easy_init() else { throw .other(Int(CURLE_FAILED_INIT.rawValue)) }
        defer { curl_easy_cleanup(handle) }
        let recipients = curl_slist_append(nil, "<\(message.to.address)>")
        defer { curl_slist_free_all(recipients) }
        let explanation = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { explanation.deallocate() }
        let upload = Upload(message.bytes)
        let code = withExtendedLifetime(upload) {
            configure(handle, from: message.from, recipients: recipients, explanation: explanation, upload: upload)
                ?? curl_easy_perform(handle)
        }
        guard code != CURLE_OK else { return }
        var answer = 0
        _ = promig_curl_responseCode(handle, &answer)
        throw Self.fault(code, answer: answer, explanation: String(cString: explanation))
    }

    /// The first setting that libcurl refuses, or nil.
    private func configure(
        _ handle: UnsafeMutableRawPointer, from: MailAddress, recipients: UnsafeMutablePointer<curl_slist>?,
        explanation: UnsafeMutablePointer<CChar>, upload: Upload
    ) -> CURLcode? {
        let read: promig_curl_read = { buffer, size, count, context in
            guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
            return Unmanaged<Upload>.fromOpaque(context).takeUnretainedValue().read(into: buffer, at: size * count)
        }
        var codes = [
            // The path is what libcurl says in EHLO.
            promig_curl_setText(handle, CURLOPT_URL, "\(address)/\(domain)"),
            promig_curl_setText(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            promig_curl_setText(handle, CURLOPT_PROXY, ""),
            promig_curl_setText(handle, CURLOPT_MAIL_FROM, "<\(from.address)>"),
            promig_curl_setList(handle, CURLOPT_MAIL_RCPT, recipients),
            promig_curl_setLong(
                handle, CURLOPT_USE_SSL, Int((encryption == .required ? CURLUSESSL_ALL : CURLUSESSL_TRY).rawValue)),
            promig_curl_setLong(handle, CURLOPT_CONNECTTIMEOUT, 30),
            promig_curl_setLong(handle, CURLOPT_TIMEOUT, 30),
            promig_curl_setLong(handle, CURLOPT_NOSIGNAL, 1),
            promig_curl_setLong(handle, CURLOPT_UPLOAD, 1),
            promig_curl_setBuffer(handle, CURLOPT_ERRORBUFFER, explanation),
            promig_curl_setRead(handle, read, Unmanaged.passUnretained(upload).toOpaque()),
        ]
        if let account {
            codes.append(promig_curl_setText(handle, CURLOPT_USERNAME, account.user))
            codes.append(promig_curl_setText(handle, CURLOPT_PASSWORD, account.password))
        }
        if let authorities { codes.append(promig_curl_setText(handle, CURLOPT_CAINFO, authorities)) }
        return codes.first { $0 != CURLE_OK }
    }

    /// libcurl has one code for a refused sender, recipient and DATA; only its explanation tells them apart.
    private static func fault(_ code: CURLcode, answer: Int, explanation: String) -> MailFault {
        switch code {
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .serverAway
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .notEncrypted
        case CURLE_LOGIN_DENIED: .signInRefused
        case _ where explanation.hasPrefix("RCPT"): .recipientRefused(answer)
        case _ where explanation.hasPrefix("MAIL"): .senderRefused(answer)
        case _ where answer >= 400: .messageRefused(answer)
        default: .other(Int(code.rawValue))
        }
    }
}

/// The bytes that libcurl has yet to ask for; used by one transfer, on one thread.
private final class Upload {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    func read(into buffer: UnsafeMutablePointer<CChar>, at most: Int) -> Int {
        let piece = rest.prefix(most)
        piece.withUnsafeBytes {
            UnsafeMutableRawPointer(buffer).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer), byteCount: $0.count)
        }
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}
