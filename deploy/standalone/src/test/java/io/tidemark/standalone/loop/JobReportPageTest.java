package io.tidemark.standalone.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.FeatureImportance;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TrainingTrial;
import io.tidemark.schemas.avro.TriggerKind;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JobReportPageTest {
    private static final String HOSTILE = "</td><script>alert(\"1\")</script>&'x";
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static RetrainJob job(String text) {
        JobTrigger trigger = JobTrigger.newBuilder()
                .setKind(TriggerKind.DATA_QUALITY)
                .setTriggerId("e1")
                .setAt(NOON)
                .setReason(text)
                .build();
        return JobRecords.published(
                JobRecords.requested(text, text, List.of(trigger), text, text, NOON),
                text,
                text,
                report(text),
                text,
                NOON);
    }

    private static JobReport report(String text) {
        return JobReport.newBuilder()
                .setChampionVersion(text)
                .setChampionScored(true)
                .setTrainingRows(1_200)
                .setHoldoutRows(300)
                .setTrainingFrom(NOON.minusSeconds(7_200))
                .setHoldoutFrom(NOON.minusSeconds(3_600))
                .setHoldoutTo(NOON)
                .setTraining(Map.of(text, text))
                .setChecks(List.of(new GateResult(text, GateVerdict.NOT_JUDGED, null, null, text)))
                .setGates(List.of(new GateResult(text, GateVerdict.FAILED, 0.1, 0.2, text)))
                .setMetrics(List.of(new ComparedMetric(text, text, 300L, 0.62341, null)))
                .setImportance(
                        List.of(new FeatureImportance(text, 0.4, 0.1), new FeatureImportance("negative", -0.2, null)))
                .setTrials(List.of(new TrainingTrial(Map.of(text, text), null, text)))
                .build();
    }

    private static List<String> texts(Document page, String element) {
        List<String> texts = new ArrayList<>();
        NodeList found = page.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    /** Read by a strict parser: what is not escaped, or not closed, is an error. */
    private static Document parse(String page) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        String xml = page.replace("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        return parser.parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void shouldShowHostileTextsAsTexts() throws Exception {
        RetrainJob job = job(HOSTILE);

        Document page = parse(JobReportPage.of(job, report(HOSTILE)));

        assertThat(texts(page, "script")).isEmpty();
        assertThat(texts(page, "title")).containsExactly(HOSTILE + ": job " + HOSTILE);
        assertThat(texts(page, "td")).contains(HOSTILE, HOSTILE + " = " + HOSTILE);
        assertThat(texts(page, "p").getFirst()).isEqualTo("published as version " + HOSTILE + ": " + HOSTILE);
    }

    @Test
    void shouldShowVerdictsAndFigures() throws Exception {
        Document page = parse(JobReportPage.of(job("flights"), report("flights")));

        assertThat(texts(page, "p").get(1))
                .isEqualTo("1,200 rows to learn from since 2026-03-02T10:00:00Z; 300 later ones, from"
                        + " 2026-03-02T11:00:00Z to 2026-03-02T12:00:00Z, to be judged by.");
        assertThat(texts(page, "td")).contains("failed", "not judged", "data quality", "0.6234", "0.4", "-0.2");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Gates", "Data", "Metrics", "What the models look at", "Asked for by", "Steps", "Training");
    }
}
