package org.modaj.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodedImagesTest {

  @Test
  void gives_room_up_to_the_bound_and_to_the_last_byte() {
    DecodedImages memory = new DecodedImages(100);

    assertThat(memory.take(60)).isTrue();
    assertThat(memory.take(41)).isFalse();
    assertThat(memory.kept()).isEqualTo(60);
    assertThat(memory.take(40)).isTrue();
    assertThat(memory.take(1)).isFalse();
    assertThat(memory.kept()).isEqualTo(100);
  }

  @Test
  void states_what_will_be_wanted_within_the_bound() {
    DecodedImages memory = new DecodedImages(100);

    memory.expect(30);
    memory.expect(40);
    assertThat(memory.bytes()).isEqualTo(70);
    memory.expect(40);
    assertThat(memory.bytes()).isEqualTo(100);
  }
}
