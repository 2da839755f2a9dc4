#include "testing.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "url.h"

/*
 * Each row has its source: "URL n.n" is the section of the WHATWG URL standard, "WS 3.1" that of
 * the WebSockets standard, "wpt" a file of url/resources in the web platform tests, "ours" what we
 * do where the standard says nothing or less.
 */
static const struct {
	const char *input, *href, *source;
} accepted[] = {
	{ "ws://example.org", "ws://example.org/", "WS 3.1" },
	{ "wss://example.org/chat", "wss://example.org/chat", "WS 3.1" },
	{ "http://example.org/a", "ws://example.org/a", "WS 3.1" },
	{ "https://example.org/a", "wss://example.org/a", "WS 3.1" },
	{ "HTTP://example.org:443/", "ws://example.org:443/", "WS 3.1" },
	{ "https://example.org:80/", "wss://example.org:80/", "WS 3.1" },
	{ "  ws://example.org/  ", "ws://example.org/", "URL 4.4 start" },
	{ "\001\037ws://example.org/\033\002", "ws://example.org/", "URL 4.4 start" },
	{ "w\ts://exa\nmple.o\rrg/a\tb", "ws://example.org/ab", "URL 4.4 start" },
	{ "\n\tws://example.org/", "ws://example.org/", "URL 4.4 start" },
	{ "WS://example.org", "ws://example.org/", "URL 4.4 scheme" },
	{ "WsS://example.org", "wss://example.org/", "URL 4.4 scheme" },
	{ "ws:example.org/a", "ws://example.org/a", "URL 4.4 authority slashes" },
	{ "ws:/example.org", "ws://example.org/", "URL 4.4 authority slashes" },
	{ "ws:///example.org", "ws://example.org/", "URL 4.4 authority slashes" },
	{ "wss:\\\\example.org", "wss://example.org/", "URL 4.4 authority slashes" },
	{ "ws:/\\/\\example.org", "ws://example.org/", "URL 4.4 authority slashes" },
	{ "ws://example.org?q", "ws://example.org/?q", "URL 4.4 host" },
	{ "ws://example.org\\a", "ws://example.org/a", "URL 4.4 host" },
	{ "ws://example.org:?q", "ws://example.org/?q", "URL 4.4 host" },
	{ "ws://example.org:80/", "ws://example.org/", "URL 4.4 port" },
	{ "wss://example.org:443/", "wss://example.org/", "URL 4.4 port" },
	{ "ws://example.org:443/", "ws://example.org:443/", "URL 4.4 port" },
	{ "ws://example.org:/", "ws://example.org/", "URL 4.4 port" },
	{ "ws://example.org:00080/", "ws://example.org/", "URL 4.4 port" },
	{ "ws://example.org:065535", "ws://example.org:65535/", "URL 4.4 port" },
	{ "ws://example.org:8080\\a", "ws://example.org:8080/a", "URL 4.4 port" },
	{ "ws://h:00000000000000000000080/c", "ws://h/c", "URL 4.4 port" },
	{ "ws://h:80\t80/", "ws://h:8080/", "URL 4.4 port" },
	{ "ws://h/a/./b", "ws://h/a/b", "URL 4.4 path" },
	{ "ws://h/a/../b", "ws://h/b", "URL 4.4 path" },
	{ "ws://h/..", "ws://h/", "URL 4.4 path" },
	{ "ws://h/a/b/..", "ws://h/a/", "URL 4.4 path" },
	{ "ws://h/a/b/.", "ws://h/a/b/", "URL 4.4 path" },
	{ "ws://h/a//../b", "ws://h/a/b", "URL 4.4 path" },
	{ "ws://h//", "ws://h//", "URL 4.4 path" },
	{ "ws://h//..", "ws://h/", "URL 4.4 path" },
	{ "ws://h/a\\b\\..\\c", "ws://h/a/c", "URL 4.4 path" },
	{ "ws://h/...", "ws://h/...", "URL 4.4 path" },
	{ "ws://h/a/..?q", "ws://h/?q", "URL 4.4 path" },
	{ "ws://h/a/../../..//b", "ws://h//b", "URL 4.4 path" },
	{ "ws://h/a/%2e/b", "ws://h/a/b", "URL 4.4 dot segments" },
	{ "ws://h/a/%2E%2e/b", "ws://h/b", "URL 4.4 dot segments" },
	{ "ws://h/a/.%2e/b", "ws://h/b", "URL 4.4 dot segments" },
	{ "ws://h/a/%2E./b", "ws://h/b", "URL 4.4 dot segments" },
	{ "ws://h/a/%2e%2e%2e", "ws://h/a/%2e%2e%2e", "URL 4.4 dot segments" },
	{ "ws://h/a/%2e.", "ws://h/", "URL 4.4 dot segments" },
	{ "ws://h/ a", "ws://h/%20a", "URL 1.3 path set" },
	{ "ws://h/\"<>`{}^?", "ws://h/%22%3C%3E%60%7B%7D%5E?", "URL 1.3 path set" },
	{ "ws://h/a|b[]'~!$&()*+,;=:@", "ws://h/a|b[]'~!$&()*+,;=:@", "URL 1.3 path set" },
	{ "ws://h/\177", "ws://h/%7F", "URL 1.3 path set" },
	{ "ws://h/\001a", "ws://h/%01a", "URL 1.3 path set" },
	{ "ws://h/é", "ws://h/%C3%A9", "URL 1.3 path set" },
	{ "ws://h/日本", "ws://h/%E6%97%A5%E6%9C%AC", "URL 1.3 path set" },
	{ "ws://h/😀", "ws://h/%F0%9F%98%80", "URL 1.3 path set" },
	{ "ws://h/%zz%4", "ws://h/%zz%4", "URL 1.3 path set" },
	{ "ws://h/%41%2f", "ws://h/%41%2f", "URL 1.3 path set" },
	{ "ws://h/\u2028", "ws://h/%E2%80%A8", "URL 1.3 path set" },
	{ "ws://h/?a b", "ws://h/?a%20b", "URL 1.3 special-query set" },
	{ "ws://h/?\"<>'", "ws://h/?%22%3C%3E%27", "URL 1.3 special-query set" },
	{ "ws://h/?`{}^|\\/?", "ws://h/?`{}^|\\/?", "URL 1.3 special-query set" },
	{ "ws://h/?é", "ws://h/?%C3%A9", "URL 1.3 special-query set" },
	{ "ws://h?", "ws://h/?", "URL 1.3 special-query set" },
	{ "ws://h/?../a", "ws://h/?../a", "URL 1.3 special-query set" },
	{ "ws://h/?\177\001x", "ws://h/?%7F%01x", "URL 1.3 special-query set" },
	{ "ws://ex%61mple.org/", "ws://example.org/", "URL 3.5 percent-decoding" },
	{ "ws://%6A%6a.org/", "ws://jj.org/", "URL 3.5 percent-decoding" },
	{ "ws://ex%2eorg/", "ws://ex.org/", "URL 3.5 percent-decoding" },
	{ "ws://%C3%A9.org/", "ws://xn--9ca.org/", "URL 3.5 percent-decoding" },
	{ "ws://%e2%98%83.net/", "ws://xn--n3h.net/", "URL 3.5 percent-decoding" },
	{ "ws://%30x7f.1/", "ws://127.0.0.1/", "URL 3.5 percent-decoding" },
	{ "ws://EXAMPLE.org", "ws://example.org/", "URL 3.3 ASCII" },
	{ "ws://a..b", "ws://a..b/", "URL 3.3 ASCII" },
	{ "ws://.", "ws://./", "URL 3.3 ASCII" },
	{ "ws://example.org.", "ws://example.org./", "URL 3.3 ASCII" },
	{ "ws://a_b", "ws://a_b/", "URL 3.3 ASCII" },
	{ "ws://-a-.b", "ws://-a-.b/", "URL 3.3 ASCII" },
	{ "ws://a!b$c&d", "ws://a!b$c&d/", "URL 3.3 ASCII" },
	{ "ws://a'b(c)d*e", "ws://a'b(c)d*e/", "URL 3.3 ASCII" },
	{ "ws://a+b,c;d=e", "ws://a+b,c;d=e/", "URL 3.3 ASCII" },
	{ "ws://xn--n3h.net", "ws://xn--n3h.net/", "URL 3.3 ASCII" },
	{ "ws://XN--N3H.net", "ws://xn--n3h.net/", "URL 3.3 ASCII" },
	{ "ws://xn--a", "ws://xn--a/", "URL 3.3 ASCII" },
	{ "ws://xn--8i7caa", "ws://xn--8i7caa/", "URL 3.3 ASCII" },
	{ "ws://bücher.example", "ws://xn--bcher-kva.example/", "URL 3.3 Unicode" },
	{ "ws://BÜCHER.example", "ws://xn--bcher-kva.example/", "URL 3.3 Unicode" },
	{ "ws://faß.example", "ws://xn--fa-hia.example/", "URL 3.3 Unicode" },
	{ "ws://日本語。jp", "ws://xn--wgv71a119e.jp/", "URL 3.3 Unicode" },
	{ "ws://日本語．jp", "ws://xn--wgv71a119e.jp/", "URL 3.3 Unicode" },
	{ "ws://日本語｡jp", "ws://xn--wgv71a119e.jp/", "URL 3.3 Unicode" },
	{ "ws://ｗｗｗ.ｅｘａｍｐｌｅ.org", "ws://www.example.org/", "URL 3.3 Unicode" },
	{ "ws://☃.net", "ws://xn--n3h.net/", "URL 3.3 Unicode" },
	{ "ws://i❤.ws", "ws://xn--i-7iq.ws/", "URL 3.3 Unicode" },
	{ "ws://παράδειγμας.gr", "ws://xn--hxajbheg2az3als.gr/", "URL 3.3 Unicode" },
	{ "ws://пример.рф", "ws://xn--e1afmkfd.xn--p1ai/", "URL 3.3 Unicode" },
	{ "ws://例え.テスト", "ws://xn--r8jz45g.xn--zckzah/", "URL 3.3 Unicode" },
	{ "ws://xn--n3h.é", "ws://xn--n3h.xn--9ca/", "URL 3.3 Unicode" },
	{ "ws://é..b", "ws://xn--9ca..b/", "URL 3.3 Unicode" },
	{ "ws://aa--", "ws://aa--/", "wpt toascii" },
	{ "ws://x..ß", "ws://x..xn--zca/", "wpt toascii" },
	{ "ws://xn--zca.ß", "ws://xn--zca.xn--zca/", "wpt toascii" },
	{ "ws://ي.", "ws://xn--mhb./", "wpt toascii" },
	{ "ws://a\u00adb", "ws://ab/", "wpt toascii" },
	{ "ws://ශ්\u200dරී", "ws://xn--10cl1a0b660p/", "wpt toascii" },
	{ "ws://نامه\u200cای", "ws://xn--mgba3gch31f060k/", "wpt toascii" },
	{ "ws://x01234567890123456789012345678901234567890123456789012345678901x",
	  "ws://x01234567890123456789012345678901234567890123456789012345678901x/", "wpt toascii" },
	{ "ws://127.0.0.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://127.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://127.0.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://2130706433", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://0x7f.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://0X7F000001", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://017700000001", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://0300.0250.01", "ws://192.168.0.1/", "URL 3.5 IPv4" },
	{ "ws://1.2.3.4.", "ws://1.2.3.4/", "URL 3.5 IPv4" },
	{ "ws://0x.0x", "ws://0.0.0.0/", "URL 3.5 IPv4" },
	{ "ws://0", "ws://0.0.0.0/", "URL 3.5 IPv4" },
	{ "ws://4294967295", "ws://255.255.255.255/", "URL 3.5 IPv4" },
	{ "ws://1.16777215", "ws://1.255.255.255/", "URL 3.5 IPv4" },
	{ "ws://1.2.65535", "ws://1.2.255.255/", "URL 3.5 IPv4" },
	{ "ws://00000000000000000000000000000000177.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://１２７.0.0.1", "ws://127.0.0.1/", "URL 3.5 IPv4" },
	{ "ws://０Ｘｃ０．０２５０．０１", "ws://192.168.0.1/", "URL 3.5 IPv4" },
	{ "ws://1.2.3.4.5.a", "ws://1.2.3.4.5.a/", "URL 3.5 ends in a number" },
	{ "ws://0xg", "ws://0xg/", "URL 3.5 ends in a number" },
	{ "ws://1e1", "ws://1e1/", "URL 3.5 ends in a number" },
	{ "ws://4294967296.a", "ws://4294967296.a/", "URL 3.5 ends in a number" },
	{ "ws://-1", "ws://-1/", "URL 3.5 ends in a number" },
	{ "ws://[::1]", "ws://[::1]/", "URL 3.5 IPv6" },
	{ "ws://[::1]:6502/", "ws://[::1]:6502/", "URL 3.5 IPv6" },
	{ "ws://[2001:DB8::A]/", "ws://[2001:db8::a]/", "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4:5:6:7:8]", "ws://[1:2:3:4:5:6:7:8]/", "URL 3.5 IPv6" },
	{ "ws://[::127.0.0.1]", "ws://[::7f00:1]/", "URL 3.5 IPv6" },
	{ "ws://[::ffff:1.2.3.4]", "ws://[::ffff:102:304]/", "URL 3.5 IPv6" },
	{ "ws://[64:ff9b::255.255.255.255]", "ws://[64:ff9b::ffff:ffff]/", "URL 3.5 IPv6" },
	{ "ws://[0000:0000:0000:0000:0000:ffff:255.255.255.255]", "ws://[::ffff:ffff:ffff]/",
	  "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4:5:6:1.2.3.4]", "ws://[1:2:3:4:5:6:102:304]/", "URL 3.5 IPv6" },
	{ "ws://[0:0:0:0:0:0:0:0]", "ws://[::]/", "URL 3.6" },
	{ "ws://[1:0:0:2:0:0:0:3]", "ws://[1:0:0:2::3]/", "URL 3.6" },
	{ "ws://[1:0:0:2:3:0:0:4]", "ws://[1::2:3:0:0:4]/", "URL 3.6" },
	{ "ws://[1:0:2:3:4:5:6:7]", "ws://[1:0:2:3:4:5:6:7]/", "URL 3.6" },
	{ "ws://[1:2:3:4:5:6:7::]", "ws://[1:2:3:4:5:6:7:0]/", "URL 3.6" },
	{ "ws://[::2:3:4:5:6:7:8]", "ws://[0:2:3:4:5:6:7:8]/", "URL 3.6" },
	{ "ws://[1:0:0:0:0:0:0:0]", "ws://[1::]/", "URL 3.6" },
	{ "ws://[0:0:1:0:0:0:0:1]", "ws://[0:0:1::1]/", "URL 3.6" },
	{ "localhost", "ws://localhost/", "ours: bare host" },
	{ "localhost:8080", "ws://localhost:8080/", "ours: bare host" },
	{ "localhost:443", "ws://localhost:443/", "ours: bare host" },
	{ "[::1]:6502", "ws://[::1]:6502/", "ours: bare host" },
	{ "127.0.0.1:6502", "ws://127.0.0.1:6502/", "ours: bare host" },
	{ "127.9", "ws://127.0.0.9/", "ours: bare host" },
	{ "a.localhost/x", "ws://a.localhost/x", "ours: bare host" },
	{ "example.org", "wss://example.org/", "ours: bare host" },
	{ "example.org:443", "wss://example.org/", "ours: bare host" },
	{ "example.org/path?q", "wss://example.org/path?q", "ours: bare host" },
	{ "example.org?q", "wss://example.org/?q", "ours: bare host" },
	{ " example.org ", "wss://example.org/", "ours: bare host" },
	{ "[2001:db8::1]", "wss://[2001:db8::1]/", "ours: bare host" },
	{ "notlocalhost", "wss://notlocalhost/", "ours: bare host" },
	{ "localhost.example.org", "wss://localhost.example.org/", "ours: bare host" },
	{ "128.0.0.1", "wss://128.0.0.1/", "ours: bare host" },
	{ "127.example.org", "wss://127.example.org/", "ours: bare host" },
	{ "bücher.example", "wss://xn--bcher-kva.example/", "ours: bare host" },
	{ "wsx.example.org", "wss://wsx.example.org/", "ours: bare host" },
	{ "example.org/a://b", "wss://example.org/a://b", "ours: bare host" },
	{ "localhost:6502\\a", "ws://localhost:6502/a", "ours: bare host" },
	{ "[::ffff:127.0.0.1]", "wss://[::ffff:7f00:1]/", "ours: bare host" },
	{ "ws+unix:/run/chat:/room", "ws+unix:/run/chat:/room", "ours: ws+unix" },
	{ "ws+unix:/run/chat", "ws+unix:/run/chat:/", "ours: ws+unix" },
	{ "ws+unix:///run/chat:/room?q", "ws+unix:/run/chat:/room?q", "ours: ws+unix" },
	{ "WS+UNIX:/run/chat:/", "ws+unix:/run/chat:/", "ours: ws+unix" },
	{ "ws+unix:/run/chat?q", "ws+unix:/run/chat:/?q", "ours: ws+unix" },
	{ "ws+unix:/run/a:b.sock:/c/../d", "ws+unix:/run/a%3Ab.sock:/d", "ours: ws+unix" },
	{ "ws+unix:/run/a b%25%3f:/", "ws+unix:/run/a%20b%25%3F:/", "ours: ws+unix" },
	{ "ws+unix:/run/é:/é", "ws+unix:/run/%C3%A9:/%C3%A9", "ours: ws+unix" },
	{ "ws+unix:/a%4zb%z4%4:/", "ws+unix:/a%254zb%25z4%254:/", "ours: ws+unix" },
	{ "ws+unix:/run/%ff:/", "ws+unix:/run/%FF:/", "ours: ws+unix" },
	{ "ws+unix:/run/a::/b", "ws+unix:/run/a%3A:/b", "ours: ws+unix" },
};

static const struct {
	const char *input;
	enum error_code code;
	const char *source;
} refused[] = {
	{ "ws://example.org/#a", ERROR_URL_FRAGMENT, "WS 3.1" },
	{ "ws://example.org/#", ERROR_URL_FRAGMENT, "WS 3.1" },
	{ "ws://example.org#a", ERROR_URL_FRAGMENT, "WS 3.1" },
	{ "ws://example.org/?q#", ERROR_URL_FRAGMENT, "WS 3.1" },
	{ "localhost#a", ERROR_URL_FRAGMENT, "WS 3.1" },
	{ "ws://user@example.org/", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "ws://user:pass@example.org/", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "ws://@example.org/", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "ws://:@example.org/", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "ws://a@b@example.org/", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "user@example.org", ERROR_URL_USERINFO, "ours: userinfo" },
	{ "ftp://example.org/", ERROR_URL_SCHEME, "ours: scheme" },
	{ "file:///etc/passwd", ERROR_URL_SCHEME, "ours: scheme" },
	{ "wssx://example.org", ERROR_URL_SCHEME, "ours: scheme" },
	{ "localhost://a", ERROR_URL_SCHEME, "ours: scheme" },
	{ "WS+TCP://a", ERROR_URL_SCHEME, "ours: scheme" },
	{ "", ERROR_URL_SYNTAX, "ours: syntax" },
	{ " \t\n", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws://a/\377", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws://\303(/", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws+unix:chat", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws+unix:", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws+unix://host/chat", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws+unix:/run/%00:/", ERROR_URL_SYNTAX, "ours: syntax" },
	{ "ws:", ERROR_URL_HOST, "URL 4.4 host" },
	{ "ws://", ERROR_URL_HOST, "URL 4.4 host" },
	{ "ws://:80/", ERROR_URL_HOST, "URL 4.4 host" },
	{ "ws:///", ERROR_URL_HOST, "URL 4.4 host" },
	{ "/path", ERROR_URL_HOST, "URL 4.4 host" },
	{ "\\path", ERROR_URL_HOST, "URL 4.4 host" },
	{ "?q", ERROR_URL_HOST, "URL 4.4 host" },
	{ ":8080", ERROR_URL_HOST, "URL 4.4 host" },
	{ "ws:?", ERROR_URL_HOST, "URL 4.4 host" },
	{ "ws://h:65536/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:a/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:-1/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:80a/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:99999999999999999999/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:8:0/", ERROR_URL_PORT, "URL 4.4 port" },
	{ "localhost:x", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://h:fifty-two/c", ERROR_URL_PORT, "URL 4.4 port" },
	{ "ws://a b/", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a<b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a^b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a|b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a]b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a[b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a%b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a\177b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a\001b", ERROR_URL_HOST, "URL 3.2" },
	{ "ws://a%00b", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%3ab", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%5cb", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%7fb", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%25b", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%0ab", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://%zz", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://a%80b", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://%ef%bf%bd", ERROR_URL_HOST, "URL 3.2 decoded" },
	{ "ws://\u00ad", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://%C2%AD", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://xn--é", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://xn--a.é", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://a\ufffdb", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://a℀b", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://a：b", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://a／b", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://⒈é", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://a\u2024⁈", ERROR_URL_HOST, "URL 3.3 Unicode" },
	{ "ws://xn--a.ß", ERROR_URL_HOST, "wpt toascii" },
	{ "ws://xn--tešla", ERROR_URL_HOST, "wpt toascii" },
	{ "ws://\u200d.example", ERROR_URL_HOST, "wpt toascii" },
	{ "ws://يa", ERROR_URL_HOST, "wpt toascii" },
	{ "ws://ü_b", ERROR_URL_HOST, "ours: no STD3" },
	{ "ws://≠", ERROR_URL_HOST, "ours: no STD3" },
	{ "ws://≯", ERROR_URL_HOST, "ours: no STD3" },
	{ "ws://❤ß.de", ERROR_URL_HOST, "ours: no STD3" },
	{ "ws://256.256.256.256", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://1.2.3.256", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://256.1", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://1.16777216", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://1.2.65536", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://0x100000000", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://1.2.3.4.5", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://1..2", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://.1", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://09.1", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://a.09", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://a.1", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://a.0x1", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://a.0x", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://99999999999999999999999999", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "256.1:80", ERROR_URL_HOST, "URL 3.5 IPv4" },
	{ "ws://[", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::1", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://::1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[:1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4:5:6:7]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4:5:6:7:8:9]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1::2::3]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[:::]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[12345::]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::1.2.3]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::256.1.1.1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::01.2.3.4]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4:5:6:7:1.2.3.4]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[0000:0000:0000:0000:0000:0000:0000:0000:00000]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::1%25eth0]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::1%eth0]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[ ::1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[::1]a", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://a[::1]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://[1:2:3:4::5:6:7:8]", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "ws://%5B::1%5D", ERROR_URL_HOST, "URL 3.5 IPv6" },
	{ "::1", ERROR_URL_HOST, "URL 3.5 IPv6" },
};

START_TEST(what_the_standard_takes_is_serialised_as_it_says)
{
	struct error error = { 0 };
	struct url url;

	ck_assert_msg(url_parse(&url, accepted[_i].input, &error), "'%s' (%s): error %d, %s",
		      accepted[_i].input, accepted[_i].source, error.code, error.detail);
	ck_assert_msg(!strcmp(url.href, accepted[_i].href), "'%s' (%s): %s, not %s",
		      accepted[_i].input, accepted[_i].source, url.href, accepted[_i].href);
	url_free(&url);
}
END_TEST

START_TEST(what_the_standard_refuses_says_why)
{
	struct url url = { .port = 1 }, zero = { 0 };
	struct error error = { 0 };

	ck_assert_msg(!url_parse(&url, refused[_i].input, &error), "'%s' (%s) became %s",
		      refused[_i].input, refused[_i].source, url.href);
	ck_assert_msg(error.code == refused[_i].code, "'%s' (%s): error %d, not %d",
		      refused[_i].input, refused[_i].source, error.code, refused[_i].code);
	ck_assert_mem_eq(&url, &zero, sizeof url);
	ck_assert(!url_parse(&url, refused[_i].input, NULL));
}
END_TEST

static const struct {
	const char *input;
	bool secure, ipv6;
	const char *socket, *host;
	uint16_t port;
	const char *resource, *authority;
} parts[] = {
	{ "ws://h", false, false, NULL, "h", 80, "/", "h" },
	{ "wss://h", true, false, NULL, "h", 443, "/", "h" },
	{ "wss://H:80/a?b", true, false, NULL, "h", 80, "/a?b", "h:80" },
	{ "ws://h:443?b", false, false, NULL, "h", 443, "/?b", "h:443" },
	{ "ws://[::1]", false, true, NULL, "::1", 80, "/", "[::1]" },
	{ "[2001:db8:0::1]:8443/", true, true, NULL, "2001:db8::1", 8443, "/",
	  "[2001:db8::1]:8443" },
	{ "0x7f.1:6502", false, false, NULL, "127.0.0.1", 6502, "/", "127.0.0.1:6502" },
	{ "ws+unix:/run/a%20b:/c", false, false, "/run/a b", "localhost", 80, "/c", "localhost" },
};

static void check_parts(const struct url *url, int row)
{
	char *authority = url_authority(url);

	ck_assert_int_eq(url->secure, parts[row].secure);
	ck_assert_int_eq(url->ipv6, parts[row].ipv6);
	ck_assert_int_eq(url->unix_socket, !!parts[row].socket);
	ck_assert_pstr_eq(url->socket, parts[row].socket);
	ck_assert_str_eq(url->host, parts[row].host);
	ck_assert_uint_eq(url->port, parts[row].port);
	ck_assert_str_eq(url->resource, parts[row].resource);
	ck_assert_str_eq(authority, parts[row].authority);
	free(authority);
}

START_TEST(the_parts_of_a_url_are_kept_apart_and_copied)
{
	struct url url, copy;

	ck_assert(url_parse(&url, parts[_i].input, NULL));
	check_parts(&url, _i);
	url_copy(&copy, &url);
	ck_assert_str_eq(copy.href, url.href);
	url_free(&url);
	check_parts(&copy, _i);
	url_free(&copy);
}
END_TEST

/* A detail is shown on a screen and in logs: the culprit, and never a password. */
static const struct {
	const char *input, *detail;
} details[] = {
	{ "ws://ann:secret@example.org/", "ann:...@" },
	{ "ann@example.org", "ann@" },
	{ "ws://a b:80/c", "a b" },
	{ "ws://h:8x/c", "8x" },
	{ "h:6667", "6667" },
	{ "FTP://h", "FTP" },
	{ "ws://h/a#b", "#b" },
};

START_TEST(a_refusal_names_the_culprit)
{
	struct error error;
	struct url url;

	ck_assert(!url_parse(&url, details[_i].input, &error));
	ck_assert_str_eq(error.detail, details[_i].detail);
}
END_TEST

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

/* Pieces that reach every branch, in random order, and random bytes between them. */
static size_t make_input(char *out, size_t room, uint32_t *seed)
{
	static const char *const pieces[] = {
		"ws:",       "wss:",   "http:", "ws+unix:/", "://", "/",   "\\",   "?", "#",
		"@",         ":",      "[",     "]",         "::",  "%2e", "..",   ".", "0x",
		"1",         "25",     "é",     "ß",         "☃",   "。",  "xn--", "%", "%00",
		"localhost", "ffff",   "\t",    " ",         "א",   "℀",   "a",    "-", "\xff",
		"\xe2",      "\u200d", "日",    "９",        "_",   ":80",
	};
	size_t n = 0, count = 1 + next_random(seed) % 12;

	for (size_t i = 0; i < count; i++) {
		const char *piece = pieces[next_random(seed) % COUNT(pieces)];

		if (next_random(seed) % 8 == 0 && n + 1 < room)
			out[n++] = (char)(1 + next_random(seed) % 255);
		n += (size_t)snprintf(out + n, room - n, "%s", piece);
	}
	out[n] = 0;
	return n;
}

static void check_clean(const char *s)
{
	for (; *s; s++)
		ck_assert_msg(*s > ' ' && *s < 0x7f, "byte %d", *s);
}

START_TEST(what_is_serialised_is_parsed_to_itself)
{
	uint32_t seed = 20240229;
	int accepted_count = 0;
	char input[256];

	for (int i = 0; i < 100000; i++) {
		struct url url, again;

		make_input(input, sizeof input, &seed);
		if (!url_parse(&url, input, NULL))
			continue;
		accepted_count++;
		check_clean(url.href);
		check_clean(url.resource);
		ck_assert_msg(url_parse(&again, url.href, NULL), "'%s': %s", input, url.href);
		ck_assert_str_eq(again.href, url.href);
		ck_assert_str_eq(again.host, url.host);
		ck_assert_int_eq(again.secure, url.secure);
		url_free(&again);
		url_free(&url);
	}
	ck_assert_int_gt(accepted_count, 5000);
}
END_TEST

TESTING_MAIN("url", TESTING_LOOP(what_the_standard_takes_is_serialised_as_it_says, COUNT(accepted)),
	     TESTING_LOOP(what_the_standard_refuses_says_why, COUNT(refused)),
	     TESTING_LOOP(the_parts_of_a_url_are_kept_apart_and_copied, COUNT(parts)),
	     TESTING_LOOP(a_refusal_names_the_culprit, COUNT(details)),
	     TESTING(what_is_serialised_is_parsed_to_itself))
