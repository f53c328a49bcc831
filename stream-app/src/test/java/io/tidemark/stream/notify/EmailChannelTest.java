package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.HOSTILE;
import static io.tidemark.stream.notify.Events.links;
import static io.tidemark.stream.notify.Events.notification;
import static io.tidemark.stream.notify.Events.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Secret;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.notify.Target.Login;
import io.tidemark.stream.notify.Target.MailSecurity;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmailChannelTest {
    private static final List<String> TO = List.of("ops@example.org", "data@example.org");

    private final GreenMail server = new GreenMail(
            new ServerSetup[] {new ServerSetup(0, "127.0.0.1", "smtp"), new ServerSetup(0, "127.0.0.1", "smtps")});

    @BeforeEach
    void startServer() {
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private EmailChannel channel(int port, MailSecurity security, Optional<Login> login) {
        return new EmailChannel(
                new Target.Email("127.0.0.1", port, security, login, "tidemark@example.org", TO),
                Events.pacing(2),
                links(),
                InstantSource.fixed(Events.T0));
    }

    private Answer send(Notification notification) {
        return channel(server.getSmtp().getPort(), MailSecurity.NONE, Optional.empty())
                .send(notification);
    }

    /** What one of the two got, in the order in which it was sent. */
    private MimeMessage ofOps(int number) {
        return server.getReceivedMessagesForDomain(TO.getFirst())[number];
    }

    private MimeMessage received() {
        assertThat(server.getReceivedMessages()).isNotEmpty();
        return server.getReceivedMessages()[0];
    }

    @Test
    void shouldSendTextAndHtmlToEverybody() throws Exception {
        Notification message = notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR));

        assertThat(send(message)).isInstanceOf(Answer.Delivered.class);
        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = received();
        assertThat(mail.getSubject()).isEqualTo("[Tidemark] OPENED MAJOR feature · flights/1 age");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactlyElementsOf(TO);
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(parts.getBodyPart(0).getContent().toString())
                .contains("age changed", "https://tidemark.example.org/#/models/flights", "2026-03-01 10:00");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
    }

    @Test
    void shouldMakeOneThreadOfAnEpisode() throws Exception {
        send(notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR)));
        send(notification(told("flights", "age", EpisodeState.RESOLVED, Severity.MAJOR)));

        MimeMessage opened = ofOps(0);
        MimeMessage resolved = ofOps(1);
        assertThat(opened.getHeader("References", " "))
                .isEqualTo(resolved.getHeader("References", " "))
                .isEqualTo("<episode-flights-age@example.org>");
        assertThat(opened.getMessageID()).matches("<[0-9a-f]{32}@example.org>").isNotEqualTo(resolved.getMessageID());
    }

    @Test
    void shouldHaveTheSameIdWhenItIsSentAgain() throws Exception {
        Notification message = notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR));
        send(message);
        send(message);

        assertThat(ofOps(0).getMessageID()).isEqualTo(ofOps(1).getMessageID());
    }

    @Test
    void shouldLetNoNameBecomeAHeaderOrMarkup() throws Exception {
        send(notification(
                new Told(Events.event(HOSTILE, HOSTILE, EpisodeState.OPENED, Severity.MAJOR, HOSTILE), false)));

        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = received();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients())
                .containsExactly(new InternetAddress(TO.get(0)), new InternetAddress(TO.get(1)));
        assertThat(mail.getSubject()).contains("<script>").doesNotContain("\r", "\n");
        assertThat(mail.getHeader("References", " ")).matches("<episode-[A-Za-z0-9-]{1,64}@example.org>");
        String html =
                ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent().toString();
        assertThat(html).contains("&lt;script&gt;").doesNotContain("<script").doesNotContain("<https");
    }

    @Test
    void shouldSayHowManyMoreThereAre() throws Exception {
        send(notification(
                told("flights", "a", EpisodeState.OPENED, Severity.MAJOR),
                told("flights", "b", EpisodeState.OPENED, Severity.MAJOR),
                told("flights", "c", EpisodeState.OPENED, Severity.MINOR)));

        assertThat(((MimeMultipart) received().getContent())
                        .getBodyPart(0)
                        .getContent()
                        .toString())
                .contains("a changed", "b changed", "and 1 more")
                .doesNotContain("c changed");
    }

    /** GreenMail's certificate is signed by nobody. */
    @Test
    void shouldNotTalkToAServerWhoseCertificateNobodySigned() {
        Answer answer = channel(server.getSmtps().getPort(), MailSecurity.TLS, Optional.empty())
                .send(notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR)));

        assertThat(answer).isInstanceOf(Answer.Misconfigured.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void shouldSayNothingInTheClearWhereTlsIsAskedFor() {
        Answer answer = channel(
                        server.getSmtp().getPort(),
                        MailSecurity.STARTTLS,
                        Optional.of(new Login("tidemark", new Secret("very-secret"))))
                .send(notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR)));

        assertThat(answer).isInstanceOf(Answer.Misconfigured.class);
        assertThat(answer.detail()).doesNotContain("very-secret");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void shouldTryAgainWhereNobodyListens() {
        int port = server.getSmtp().getPort();
        server.stop();

        assertThat(channel(port, MailSecurity.NONE, Optional.empty())
                        .send(notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR))))
                .isInstanceOf(Answer.TryAgain.class);
    }
}
