package org.modaj.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** The abstract's claims, each beside what was measured. */
final class Claims {
  private static final double TIME = 22;
  private static final double WEIGHTS = 24;
  private static final double OVERLAP = 37;
  private static final double KEPT = -1;
  private static final double GAIN = 12;
  private static final String NOT_TESTED = "not tested";

  private final Records records;
  private final List<List<String>> rows = new ArrayList<>();

  private Claims(Records records) {
    this.records = records;
  }

  static Section of(Records records) {
    Claims claims = new Claims(records);
    claims.time();
    claims.size(true);
    claims.size(false);
    claims.accuracy();
    claims.replacement();
    return new Section(
        "claims",
        "The abstract's claims",
        List.of(
            "What the paper's abstract claims, the evidence in its tables, and what was measured"
                + " here. A verdict is about the scale that stands beside it and nothing else: small"
                + " networks after few epochs say little about large ones after many."),
        List.of(
            new Table(
                "claims",
                "Claims",
                List.of("claim", "paper's evidence", "our measurement", "scale", "verdict", "why"),
                claims.rows)));
  }

  private void add(
      String claim, String evidence, String ours, String scale, String verdict, String why) {
    rows.add(List.of(claim, evidence, ours, scale, verdict, why));
  }

  private void notTested(String claim, String evidence, String missing) {
    add(claim, evidence, Format.NONE, Format.NONE, NOT_TESTED, missing);
  }

  private static String verdict(boolean holds) {
    return holds ? "holds" : "does not hold";
  }

  private void time() {
    String claim = "1. 22 % less training time than MwT";
    String evidence =
        "MODA against MwT, hours: VGG16 on CIFAR-10 1.13 and 1.38, ResNet18 1.61 and"
            + " 2.18, MobileNet 1.03 and 1.83";
    List<String> each = new ArrayList<>();
    List<Double> savings = new ArrayList<>();
    List<CellRecord> timings = records.of("timing");
    for (CellRecord timing : timings) {
      View steps = timing.measuredHere().at("median_step_seconds");
      double saving = 100 * (1 - steps.at("moda").number() / steps.at("mwt").number());
      if (!Double.isNaN(saving)) {
        savings.add(saving);
        each.add(Records.subject(timing) + " " + Format.fixed(saving, 1) + " %");
      }
    }
    if (savings.isEmpty()) {
      notTested(claim, evidence, "there is no run in which steps of MwT and of MODA took turns");
      return;
    }
    double mean = savings.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    add(
        claim,
        evidence,
        "a step of MODA takes less than one of MwT by: "
            + String.join("; ", each)
            + "; mean "
            + Format.fixed(mean, 1)
            + " %",
        timings.get(0).scale(),
        verdict(mean >= TIME),
        "steps in turns in one run; the objectives here cost a few readings of the unit means,"
            + " MwT's mask generators are layers of their own");
  }

  private void size(boolean whole) {
    String claim =
        whole
            ? "2. up to 24x fewer weights and 37x less overlap than MwT"
            : "2b. the same, dense layers not counted";
    String evidence =
        whole
            ? "figures of module size and overlap by method; VGG16 on CIFAR-10 with MODA: 2.7 % of"
                + " the weights, 1.4 % overlap"
            : "none; MwT never cuts dense layers, so that VGG16's 4096-4096 head counts in all of"
                + " its modules";
    String part = whole ? "all" : "without_dense";
    List<String> each = new ArrayList<>();
    double weights = Double.NaN;
    double overlap = Double.NaN;
    String scale = "";
    List<CellRecord> modules = records.comparison("modules");
    for (Subject subject : Records.subjects(modules)) {
      Map<String, List<CellRecord>> methods = Records.byMethod(Records.about(modules, subject));
      double sizes = ratio(methods, part, "mean_size");
      double overlaps = ratio(methods, part, "mean_overlap");
      if (!Double.isNaN(sizes)) {
        each.add(
            subject
                + ": "
                + Format.fixed(sizes, 1)
                + "x fewer weights, "
                + Format.fixed(overlaps, 1)
                + "x less overlap");
        weights = Double.isNaN(weights) ? sizes : Math.max(weights, sizes);
        overlap = Double.isNaN(overlap) ? overlaps : Math.max(overlap, overlaps);
        scale = Records.scale(methods.get("moda"));
      }
    }
    if (each.isEmpty()) {
      notTested(claim, evidence, "there are no modules of both MwT and MODA of one network");
      return;
    }
    boolean holds = weights >= WEIGHTS && overlap >= OVERLAP;
    add(
        claim,
        evidence,
        String.join("; ", each),
        scale,
        verdict(holds),
        holds
            ? "both factors are reached by one network at least"
            : weights > 1
                ? "the modules are smaller, but not by as much"
                : "the modules are no smaller");
  }

  private static double ratio(Map<String, List<CellRecord>> methods, String part, String name) {
    return mean(methods.get("mwt"), part, name) / mean(methods.get("moda"), part, name);
  }

  private static double mean(@Nullable List<CellRecord> records, String... path) {
    return records == null
        ? Double.NaN
        : Format.mean(records.stream().mapToDouble(r -> r.result().at(path).number()).toArray());
  }

  private void accuracy() {
    String claim = "3. accuracy is preserved without fine-tuning";
    String evidence =
        "VGG16 on CIFAR-10: ST 92.62 %, MODA 91.86 %; composed networks 94.48 % on"
            + " their classes";
    List<String> each = new ArrayList<>();
    double worst = Double.NaN;
    String scale = "";
    List<CellRecord> modules = records.comparison("modules");
    for (Subject subject : Records.subjects(modules)) {
      Map<String, List<CellRecord>> methods = Records.byMethod(Records.about(modules, subject));
      List<CellRecord> moda = methods.get("moda");
      if (moda == null) {
        continue;
      }
      double cut =
          100
              * (mean(moda, "reuse", "mean_over_sizes", "composed_accuracy")
                  - mean(moda, "reuse", "mean_over_sizes", "full_accuracy"));
      double trained =
          100 * (mean(moda, "full_accuracy") - mean(methods.get("st"), "full_accuracy"));
      each.add(
          subject
              + ": MODA - ST "
              + Format.signed(trained, 2)
              + ", composed - whole "
              + Format.signed(cut, 2)
              + " points");
      double lower = Double.isNaN(trained) ? cut : Math.min(cut, trained);
      worst = Double.isNaN(worst) ? lower : Math.min(worst, lower);
      scale = Records.scale(moda);
    }
    if (each.isEmpty()) {
      notTested(claim, evidence, "there are no modules of MODA");
      return;
    }
    add(
        claim,
        evidence,
        String.join("; ", each),
        scale,
        verdict(worst >= KEPT),
        worst >= KEPT
            ? "no network loses more than one point"
            : "more than one point is lost somewhere; few epochs leave objectives and accuracy"
                + " unfinished");
  }

  private void replacement() {
    String claim = "4. +12 points on a replaced class, the others hardly change";
    String evidence =
        "over-fitted, VGG16, CIFAR-10: +11.5 on the replaced class, +0.2 on the" + " others";
    List<CellRecord> replacements = records.of("replacement");
    List<View> repairs =
        replacements.stream()
            .flatMap(r -> r.result().at("repairs").items().stream())
            .filter(r -> r.at("variant").text().equals("moda"))
            .toList();
    if (repairs.isEmpty()) {
      notTested(claim, evidence, "nothing was replaced");
      return;
    }
    double target = ReplacementSection.change(repairs, "target");
    double others = ReplacementSection.change(repairs, "others");
    boolean holds = target >= GAIN && others >= KEPT;
    add(
        claim,
        evidence,
        Format.signed(target, 2)
            + " points on the replaced class, "
            + Format.signed(others, 2)
            + " on the others, mean over "
            + repairs.size()
            + " repairs",
        Records.scale(replacements),
        verdict(holds),
        holds
            ? "mean of under- and overfitted weak networks"
            : target >= GAIN ? "the other classes lose too much" : "the gain is smaller");
  }
}
