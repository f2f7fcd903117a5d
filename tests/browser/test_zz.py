from tests.browser.test_account_pages import *
from tests.browser.test_account_pages import staff as staff_, visitor as visitor_, places as places_
from tests.browser.test_html import nu
def test_nu(staff, visitor, places, tmp_path):
    files={}
    for page, kinds in ((visitor, FOR_ALL),(staff, FOR_STAFF)):
        for i,e in enumerate(examples(kinds)):
            page.goto(address(e, places, "de"))
            files[f"{'v' if page is visitor else 's'}{i}"]=page.request.get(page.url, headers={"X-Forwarded-Proto":"https"}).body()
            page.set_viewport_size({"width":1100,"height":900}); page.emulate_media(color_scheme="light")
            page.screenshot(path=f"/tmp/shots/{'v' if page is visitor else 's'}{i}.png", full_page=True)
            if i in (0,5): 
                page.set_viewport_size({"width":360,"height":740}); page.emulate_media(color_scheme="dark")
                page.screenshot(path=f"/tmp/shots/{'v' if page is visitor else 's'}{i}-dark.png", full_page=True)
    print({k:v for k,v in nu(files, tmp_path).items()})
