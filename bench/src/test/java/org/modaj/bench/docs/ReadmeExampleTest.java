package org.modaj.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's library example compiles, runs, and prints what it says. */
class ReadmeExampleTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- example -->\\s*```java\\n(.*?)```\\s*<!-- /example -->", Pattern.DOTALL);
  private static final Pattern OUTPUT =
      Pattern.compile("classes 0 and 3: (\\d+) of (\\d+) parameters, accuracy (\\d\\.\\d\\d)\\R");

  @Test
  void compilesAndRuns(@TempDir Path classes) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher example = EXAMPLE.matcher(readme);
    assertThat(example.find()).as("the marked example in README.md").isTrue();

    compile(example.group(1), classes);
    Matcher output = OUTPUT.matcher(run(classes));

    assertThat(output.matches()).isTrue();
    assertThat(Long.parseLong(output.group(1)))
        .isPositive()
        .isLessThan(Long.parseLong(output.group(2)));
    assertThat(Double.parseDouble(output.group(3))).isBetween(0.5, 1.0);
  }

  private static void compile(String source, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        compiler.getTask(messages, null, null, options, null, List.of(file)).call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private static String run(Path classes) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path);
        PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
