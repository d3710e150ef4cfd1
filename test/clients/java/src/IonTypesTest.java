import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.qldb.QldbDriver;

/** Every Ion type there and back through AWS's driver. */
class IonTypesTest {
  private static final String[] VALUES = {
    "null", "null.bool", "null.int", "null.float", "null.decimal", "null.timestamp", "null.symbol", "null.string", "null.clob", "null.blob",
    "null.list", "null.struct", "true", "0", "-1", "9223372036854775808", "0e0", "-0e0", "0.1e0", "+inf", "nan", "0.", "0.00", "-0.0",
    "1.10", "1d100", "123456789012345678901234567890.5", "2011T", "2011-02T", "2011-02-20", "2011-02-20T11:30Z", "2011-02-20T11:30:59-08:00",
    "2011-02-20T11:30:59.100Z", "2011-02-20T11:30:59.123456789+05:45", "2011-02-20T11:30:59-00:00", "symbol", "'a symbol'", "\"\"",
    "\"Za\\u017c\\u00f3\\u0142\\u0107 \\U0001F600\"", "{{\"clob\"}}", "{{}}", "{{VG8gaW5maW5pdHk=}}", "[]", "[1, [\"two\", 3.0], null]", "{}",
    "{a: {b: {c: [{d: null.int}]}}}", "degrees::100.5", "a::b::{inner: note::[]}",
  };
  private static QldbDriver driver;

  @BeforeAll
  static void open() throws InterruptedException {
    driver = Clients.driver(Clients.createLedger("java-ion-types")).build();
  }

  @AfterAll
  static void close() throws Exception {
    driver.close();
  }

  @Test
  void comeBackAsTheyWent() {
    var table = Clients.createTable(driver, "id");
    for (var text : VALUES) {
      var document = Clients.ion("{id: \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\", content: " + text + "}");
      Clients.execute(driver, "INSERT INTO " + table + " ?", document);
      var found = Clients.execute(driver, "SELECT * FROM " + table + " WHERE id = ?", Clients.struct(document).get("id").clone());
      assertEquals(1, found.size(), text);
      assertEquals(document, found.get(0), text);
      assertEquals(document.toString(), found.get(0).toString(), text);
    }
  }
}
