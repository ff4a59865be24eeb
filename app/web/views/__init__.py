"""The pages of the site: one module a subject, one function a page."""
