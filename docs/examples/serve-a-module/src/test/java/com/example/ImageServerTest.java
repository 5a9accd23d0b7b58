package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.predict.Predictor;

class ImageServerTest {
  @TempDir static Path dir;

  private static ImageServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    Path file = dir.resolve("module.safetensors");
    ServeModule.trainModule(500, file);
    server = ImageServer.start(Predictor.load(file), 0);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void anImageIsClassified() throws Exception {
    BufferedImage image = new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(20, 10, 40, 40);
    image.setRGB(0, 0, Color.RED.getRGB());
    var png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);

    HttpResponse<String> answer = post(png.toByteArray());

    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().matches("\\{(\"[^\"]+\": \\d\\.\\d{4}(, )?){3}}"), answer.body());
    double sum = answer.body().replaceAll("[{}]", "").lines()
        .flatMap(line -> java.util.Arrays.stream(line.split(", ")))
        .mapToDouble(pair -> Double.parseDouble(pair.split(": ")[1]))
        .sum();
    assertEquals(1, sum, 0.001);
  }

  @Test
  void whatIsNoImageIsRefusedWithAReason() throws Exception {
    HttpResponse<String> answer = post(new byte[] {1, 2, 3});

    assertEquals(415, answer.statusCode());
    assertTrue(answer.body().contains("send the bytes of a PNG"), answer.body());
  }

  @Test
  void aBrowserShowsThePage() throws Exception {
    String chromium = System.getenv().getOrDefault("CHROMIUM", "chromium");
    Process browser;
    try {
      browser =
          new ProcessBuilder(
                  chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", address("/"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (java.io.IOException e) {
      Assumptions.abort("there is no Chromium");
      return;
    }
    String dom = new String(browser.getInputStream().readAllBytes());
    assertTrue(browser.waitFor(60, TimeUnit.SECONDS));
    assertTrue(dom.contains("Drop an image here"), dom);
  }

  private static HttpResponse<String> post(byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address("/classify")))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String address(String path) {
    return "http://localhost:" + server.port() + path;
  }
}
