package io.tidemark.load.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** A soak's result as one JSON document. Times are in seconds since the load began. */
final class SoakJson {
    private SoakJson() {}

    static ObjectNode of(SoakResult result) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("held", result.held());
        SoakSettings settings = result.settings();
        root.put("minutes", settings.length().toMinutes());
        root.put("recordsPerSecond", settings.recordsPerSecond());
        root.put("seed", settings.seed());
        ObjectNode ledger = root.putObject("ledger");
        ledger.put("written", result.rows());
        ledger.put("lost", result.ledger().lost());
        ledger.put("double", result.ledger().surplus());
        result.ledger().differences().forEach(ledger.putArray("differences")::add);
        ArrayNode verdicts = root.putArray("verdicts");
        for (Verdict verdict : result.verdicts()) {
            verdicts.addObject()
                    .put("what", verdict.what())
                    .put("held", verdict.held())
                    .put("because", verdict.because());
        }
        ArrayNode faults = root.putArray("faults");
        for (FaultReport fault : result.faults()) {
            ObjectNode one = faults.addObject();
            one.put("at", seconds(fault.at()));
            one.put("fault", fault.fault().toString());
            fault.monitor().ifPresent(monitor -> one.put("monitor", monitor));
            one.put("lag", fault.lag());
            fault.back().ifPresent(back -> one.put("lagBackAfter", seconds(back)));
        }
        ArrayNode samples = root.putArray("samples");
        for (Sample sample : result.samples()) {
            ObjectNode one = samples.addObject();
            one.put("at", seconds(sample.at()));
            one.put("monitor", sample.monitor());
            sample.residentBytes().ifPresent(bytes -> one.put("residentBytes", bytes));
            sample.heapBytes().ifPresent(bytes -> one.put("liveHeapBytes", bytes));
            one.put("stateBytes", sample.stateBytes());
            sample.lag().ifPresent(lag -> one.put("lag", lag));
        }
        return root;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
