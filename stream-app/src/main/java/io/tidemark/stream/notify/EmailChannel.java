package io.tidemark.stream.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Redaction;
import io.tidemark.stream.notify.Target.Login;
import io.tidemark.stream.notify.Target.MailSecurity;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Sends mails, one connection for each. A mail refers to the episodes that it tells of, so that mail programs show an episode as one thread;
 * its own id follows from the message's, so that one which is sent again can be told.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, identification fields</a>
 */
final class EmailChannel implements Channel {
    private static final int MOST_REFERENCES = 20;
    private static final int LONGEST_ID = 64;

    private final Target.Email target;
    private final Pacing pacing;
    private final DashboardLinks links;
    private final InstantSource clock;
    private final Session session;
    private final Redaction redaction;

    EmailChannel(Target.Email target, Pacing pacing, DashboardLinks links, InstantSource clock) {
        this.target = target;
        this.pacing = pacing;
        this.links = links;
        this.clock = clock;
        this.session = Session.getInstance(properties());
        this.redaction = new Redaction(
                target.login().map(login -> login.password().value()).stream().toList());
    }

    private Properties properties() {
        Properties properties = new Properties();
        String timeoutMs = Long.toString(pacing.timeout().toMillis());
        properties.put("mail.smtp.connectiontimeout", timeoutMs);
        properties.put("mail.smtp.timeout", timeoutMs);
        properties.put("mail.smtp.writetimeout", timeoutMs);
        properties.put("mail.smtp.auth", Boolean.toString(target.login().isPresent()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", Boolean.toString(target.security() == MailSecurity.TLS));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(target.security() == MailSecurity.STARTTLS));
        properties.put("mail.smtp.starttls.required", Boolean.toString(target.security() == MailSecurity.STARTTLS));
        // One mailbox that is no more must not keep the others from being told.
        properties.put("mail.smtp.sendpartial", "true");
        return properties;
    }

    @Override
    public Answer send(Notification notification) {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage mail = mail(notification);
            transport.connect(
                    target.host(),
                    target.port(),
                    target.login().map(Login::user).orElse(null),
                    target.login().map(login -> login.password().value()).orElse(null));
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Answer.Delivered("the mail server took it");
        } catch (MessagingException e) {
            return failure(e);
        }
    }

    private MimeMessage mail(Notification notification) throws MessagingException {
        EmailText text = new EmailText(notification, pacing.lines(), links);
        String domain = target.from().substring(target.from().indexOf('@') + 1);
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + notification.id() + "@" + domain + ">");
            }
        };
        mail.setFrom(new InternetAddress(target.from()));
        for (String recipient : target.recipients()) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        mail.setSubject(text.subject(), UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        List<String> episodes = episodes(notification, domain);
        mail.setHeader("References", String.join("\r\n ", episodes));
        mail.setHeader("In-Reply-To", episodes.getLast());
        mail.setContent(content(text));
        mail.saveChanges();
        return mail;
    }

    private List<String> episodes(Notification notification, String domain) {
        return notification.shown(Math.min(MOST_REFERENCES, pacing.lines())).stream()
                .map(told -> told.event().getEpisodeId().replaceAll("[^A-Za-z0-9]", "-"))
                .map(id -> "<episode-" + id.substring(0, Math.min(id.length(), LONGEST_ID)) + "@" + domain + ">")
                .distinct()
                .toList();
    }

    private static MimeMultipart content(EmailText text) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.plain(), UTF_8.name());
        MimeBodyPart html = new MimeBodyPart();
        html.setText(text.html(), UTF_8.name(), "html");
        return new MimeMultipart("alternative", plain, html);
    }

    private Answer failure(MessagingException fault) {
        String detail = redaction.clean(messages(fault));
        if (fault instanceof SendFailedException failed
                && failed.getValidSentAddresses() != null
                && failed.getValidSentAddresses().length > 0) {
            return new Answer.Delivered("the mail server took it for some, and refused others: " + detail);
        }
        if (fault instanceof AuthenticationFailedException || isOfTls(fault)) {
            return new Answer.Misconfigured(detail);
        }
        Optional<Integer> code = code(fault);
        return code.filter(number -> number >= 500).isPresent()
                ? new Answer.Refused("SMTP " + code.get(), detail)
                : new Answer.TryAgain(detail, Optional.<Duration>empty());
    }

    /** The server can't do STARTTLS, or its certificate is not accepted. */
    private static boolean isOfTls(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException
                    || String.valueOf(cause.getMessage()).contains("STARTTLS")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Integer> code(MessagingException fault) {
        for (Exception next = fault; next instanceof MessagingException each; next = each.getNextException()) {
            switch (each) {
                case SMTPAddressFailedException e -> {
                    return Optional.of(e.getReturnCode());
                }
                case SMTPSendFailedException e
                when e.getReturnCode() > 0 -> {
                    return Optional.of(e.getReturnCode());
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String messages(MessagingException fault) {
        return java.util.stream.Stream.<Exception>iterate(
                        fault,
                        java.util.Objects::nonNull,
                        next -> next instanceof MessagingException e ? e.getNextException() : null)
                .map(each -> String.valueOf(each.getMessage()).strip())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
