package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options that commands share. */
class OptionsTest {
  @Test
  void theResultIsTextOnStandardOutputAndProgressIsNot() {
    CliRun run = count("--threads", "3");

    assertThat(run).isEqualTo(new CliRun(Cli.OK, line("<3> threads"), line("busy")));
  }

  @Test
  void jsonIsOneObjectOnOneLine() {
    CliRun run = count("--json", "--threads", "3");

    assertThat(run.out().lines()).containsExactly("{\"what\":\"<3> threads\",\"threads\":3}");
    assertThat(run.err()).isEqualTo(line("busy"));
  }

  @Test
  void threadsDefaultToTheProcessors() {
    JsonObject result = JsonParser.parseString(count("--json").out()).getAsJsonObject();

    assertThat(result.get("threads").getAsInt())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void fewerThanOneThreadIsWrongUsage() {
    CliRun run = count("--threads", "0");

    assertThat(run.code()).isEqualTo(Cli.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: --threads must be from 1 to 1024, not 0");
    assertThat(count("--threads", "two").code()).isEqualTo(Cli.USAGE);
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }

  private static CliRun count(String... args) {
    CommandLine commands = Cli.commandLine();
    commands.addSubcommand("count", new Count());
    String[] all = new String[args.length + 1];
    all[0] = "count";
    System.arraycopy(args, 0, all, 1, args.length);
    return CliRun.of(commands, all);
  }

  @Command(name = "count")
  private static final class Count implements Runnable {
    @Mixin private OutputOptions output;
    @Mixin private ThreadOptions threads;

    @Override
    public void run() {
      output.progress().say("busy");
      output.print(new Counted(threads.threads()));
    }
  }

  private record Counted(int threads) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("what", text());
      map.put("threads", threads);
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      out.println(text());
    }

    private String text() {
      return "<" + threads + "> threads";
    }
  }
}
