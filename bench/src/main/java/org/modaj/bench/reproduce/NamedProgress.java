package org.modaj.bench.reproduce;

import org.modaj.nn.progress.Progress;

/** Says with every line which cell it is of, where several cells write into one log. */
final class NamedProgress implements Progress {
  private final String name;
  private final Progress shown;

  NamedProgress(String name, Progress shown) {
    this.name = name;
    this.shown = shown;
  }

  @Override
  public Meter start(String task, int samples) {
    return shown.start(name + ": " + task, samples);
  }

  @Override
  public void say(String line) {
    shown.say(name + ": " + line);
  }
}
