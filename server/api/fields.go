package api

import "slices"

// fieldReader takes fields out of a JSON value and keeps the first refusal, so
// that a request is read line by line without asking each time.
type fieldReader struct{ refused *refusal }

func (r *fieldReader) refuse(e *refusal) {
	if r.refused == nil {
		r.refused = e
	}
}

// object expects an object with no other fields than those named; none named
// means any.
func (r *fieldReader) object(v jsonValue, names ...string) jsonValue {
	if v.what != jsonObject {
		r.refuse(refuse(codeType, v.path, "This is "+string(v.what)+".", string(jsonObject)))
		return jsonValue{what: jsonObject, path: v.path}
	}
	for _, m := range v.members {
		if len(names) > 0 && !slices.Contains(names, m.name) {
			r.refuse(refuse(codeUnknown, m.value.path, "There is no such field.", "a field of the request"))
		}
	}
	return v
}

// find gives a member and whether it is there.
func (v jsonValue) find(name string) (jsonValue, bool) {
	for _, m := range v.members {
		if m.name == name {
			return m.value, true
		}
	}
	return jsonValue{}, false
}

// child expects an object under a name.
func (r *fieldReader) child(v jsonValue, name string, names ...string) jsonValue {
	c, ok := v.find(name)
	if !ok {
		r.missing(v, name)
		return jsonValue{what: jsonObject, path: under(v.path, name)}
	}
	return r.object(c, names...)
}

// optionalChild is an object that may be left out.
func (r *fieldReader) optionalChild(v jsonValue, name string, names ...string) jsonValue {
	if _, ok := v.find(name); !ok {
		return jsonValue{what: jsonObject, path: under(v.path, name)}
	}
	return r.child(v, name, names...)
}

// text expects a text under a name.
func (r *fieldReader) text(v jsonValue, name string) string {
	if _, ok := v.find(name); !ok {
		r.missing(v, name)
	}
	return r.optionalText(v, name)
}

// optionalText is a text that may be left out, which is the same as empty.
func (r *fieldReader) optionalText(v jsonValue, name string) string {
	c, ok := v.find(name)
	if !ok {
		return ""
	}
	return r.isText(c)
}

// texts expects a list of texts under a name.
func (r *fieldReader) texts(v jsonValue, name string) []string {
	c, ok := v.find(name)
	if !ok {
		r.missing(v, name)
		return nil
	}
	if c.what != jsonList {
		r.refuse(refuse(codeType, c.path, "This is "+string(c.what)+".", string(jsonList)))
	}
	var all []string
	for _, item := range c.items {
		all = append(all, r.isText(item))
	}
	return all
}

func (r *fieldReader) isText(v jsonValue) string {
	if v.what != jsonText {
		accepts := string(jsonText)
		if v.what == jsonNumber {
			accepts = "the number as a text, in quotation marks"
		}
		r.refuse(refuse(codeType, v.path, "This is "+string(v.what)+".", accepts))
	}
	return v.text
}

func (r *fieldReader) missing(v jsonValue, name string) {
	r.refuse(refuse(codeMissing, under(v.path, name), "The field is missing.", "the field, even if its text is empty"))
}
